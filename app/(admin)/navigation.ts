import type { NavigationItem } from "@/components/shell/navigation-icon";
import type { Verb } from "@/lib/door";
import { statusCounts } from "./status-counts";

const COMPANIES = ["/companies"];
const OPERATIONS = ["/operations"];

/** The screens a person may open, in the order of the side navigation. */
export async function navigationFor(may: (verb: Verb) => boolean): Promise<NavigationItem[]> {
  const items: NavigationItem[] = [];
  if (may("overview.read")) items.push({ href: "/", label: "Overview", icon: "overview" });
  if (may("health.read")) {
    // Who has no list of connections comes to a company from here.
    const also = may("connections.read") ? [] : COMPANIES;
    items.push({ href: "/health", also, label: "Health", icon: "health" });
  }
  if (may("connections.read")) {
    const badge = { count: (await statusCounts()).needs_reconnecting, label: "need reconnecting" };
    items.push({
      href: "/connections",
      also: [...COMPANIES, ...OPERATIONS],
      label: "Connections",
      icon: "connections",
      badge,
    });
  }
  if (may("audit.read")) items.push({ href: "/audit", label: "Audit log", icon: "audit" });
  if (may("settings.read")) items.push({ href: "/settings", label: "Settings", icon: "settings" });
  return items;
}

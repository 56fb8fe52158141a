import type { NavigationItem } from "@/components/shell/navigation-icon";
import type { Verb } from "@/lib/door";
import { statusCounts } from "./status-counts";

/** The screens a person may open, in the order of the side navigation. */
export async function navigationFor(may: (verb: Verb) => boolean): Promise<NavigationItem[]> {
  const items: NavigationItem[] = [];
  if (may("overview.read")) items.push({ href: "/", label: "Overview", icon: "overview" });
  if (may("health.read")) items.push({ href: "/health", label: "Health", icon: "health" });
  if (may("connections.read")) {
    const badge = { count: (await statusCounts()).needs_reconnecting, label: "need reconnecting" };
    items.push({ href: "/connections", label: "Connections", icon: "connections", badge });
  }
  if (may("audit.read")) items.push({ href: "/audit", label: "Audit log", icon: "audit" });
  if (may("settings.read")) items.push({ href: "/settings", label: "Settings", icon: "settings" });
  return items;
}

import type { NavigationItem } from "@/components/shell/navigation-icon";
import { alerts } from "@/lib/alerts";
import { can, type Role, type Verb } from "@/lib/door";
import { statusCounts } from "./status-counts";

const COMPANIES = ["/companies"];

/** The screens a person may open, in the order of the side navigation. */
export async function navigationFor({
  id: userId,
  role,
}: {
  id: string;
  role: Role;
}): Promise<NavigationItem[]> {
  const may = (verb: Verb) => can(role, verb);
  const items: NavigationItem[] = [];
  if (may("overview.read")) items.push({ href: "/", label: "Overview", icon: "overview" });
  if (may("health.read")) {
    // Who has no list of connections comes to a company from here.
    const also = may("connections.read") ? [] : COMPANIES;
    items.push({ href: "/health", also, label: "Health", icon: "health" });
  }
  if (may("connections.read")) {
    const badge = { count: (await statusCounts()).needs_reconnecting, label: "need reconnecting" };
    items.push({ href: "/connections", also: COMPANIES, label: "Connections", icon: "connections", badge });
  }
  if (may("audit.read")) items.push({ href: "/audit", label: "Audit log", icon: "audit" });
  items.push({
    href: "/notifications",
    label: "Notifications",
    icon: "notifications",
    badge: {
      count: await alerts().countUnread({ userId, role }),
      label: "unread",
      href: "/notifications/count",
    },
  });
  if (may("settings.read")) items.push({ href: "/settings", label: "Settings", icon: "settings" });
  return items;
}

import type { NavigationItem } from "@/components/shell/navigation-icon";
import { alerts } from "@/lib/alerts";
import { can, type Role, type Verb } from "@/lib/door";
import { preferences, type ViewList } from "@/lib/people";
import { viewHref } from "./_views/list-views";
import { statusCounts } from "./status-counts";

const COMPANIES = ["/companies"];
const OPERATIONS = ["/operations"];

/** The screens a person may open, in the order of the side navigation. */
export async function navigationFor(user: { id: string; role: Role }): Promise<NavigationItem[]> {
  const may = (verb: Verb) => can(user.role, verb);
  const [counts, pinned, unread] = await Promise.all([
    may("connections.read") ? statusCounts() : undefined,
    preferences().pinnedViews(user),
    alerts().countUnread({ userId: user.id, role: user.role }),
  ]);
  const viewsOf = (list: ViewList) =>
    pinned
      .filter((view) => view.list === list)
      .map((view) => ({ id: view.id, name: view.name, href: viewHref(list, view) }));
  const items: NavigationItem[] = [];
  if (may("overview.read")) items.push({ href: "/", label: "Overview", icon: "overview" });
  if (may("health.read")) {
    // Who has no list of connections comes to a company from here.
    const also = may("connections.read") ? [] : COMPANIES;
    items.push({ href: "/health", also, label: "Health", icon: "health", views: viewsOf("health") });
  }
  if (counts) {
    items.push({
      href: "/connections",
      also: [...COMPANIES, ...OPERATIONS],
      label: "Connections",
      icon: "connections",
      badge: { count: counts.needs_reconnecting, label: "need reconnecting" },
      views: viewsOf("connections"),
    });
  }
  if (may("audit.read"))
    items.push({ href: "/audit", label: "Audit log", icon: "audit", views: viewsOf("audit") });
  items.push({
    href: "/notifications",
    label: "Notifications",
    icon: "notifications",
    badge: { count: unread, label: "unread", href: "/notifications/count" },
  });
  if (may("settings.read")) items.push({ href: "/settings", label: "Settings", icon: "settings" });
  return items;
}

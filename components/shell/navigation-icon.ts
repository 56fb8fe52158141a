import Activity from "lucide-react/icons/activity";
import Bell from "lucide-react/icons/bell";
import LayoutDashboard from "lucide-react/icons/layout-dashboard";
import PlugZap from "lucide-react/icons/plug-zap";
import ScrollText from "lucide-react/icons/scroll-text";
import Settings from "lucide-react/icons/settings";

export const NAVIGATION_ICON = {
  overview: LayoutDashboard,
  connections: PlugZap,
  health: Activity,
  audit: ScrollText,
  notifications: Bell,
  settings: Settings,
} as const;

export interface NavigationItem {
  href: string;
  label: string;
  /** Beginnings of other addresses that belong to it. */
  also?: readonly string[] | undefined;
  icon: keyof typeof NAVIGATION_ICON;
  /** How many things there need a person, such as { count: 2, label: "need you" }. */
  badge?: {
    count: number;
    label: string;
    /** Where it is asked for again while the page stays open. */
    href?: string;
  };
  /** Views of it that the person pinned. */
  views?: readonly { id: string; name: string; href: string }[];
}

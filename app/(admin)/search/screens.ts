import type { Verb } from "@/lib/door";
import type { SearchEntry } from "./search-entry";

interface Screen {
  label: string;
  href: string;
  verb: Verb;
  /** What else people call it. */
  also?: string;
}

const SCREENS: readonly Screen[] = [
  { label: "Overview", href: "/", verb: "overview.read", also: "home start" },
  { label: "Health", href: "/health", verb: "health.read", also: "status" },
  {
    label: "Health → Reconnect deadlines",
    href: "/health/calendar",
    verb: "health.read",
    also: "calendar expiring",
  },
  {
    label: "Health → Month-end",
    href: "/health/month-end",
    verb: "health.read",
    also: "month end close books sign-off",
  },
  {
    label: "Health → Provider incidents",
    href: "/health/incidents",
    verb: "health.read",
    also: "outages downtime",
  },
  { label: "Connections", href: "/connections", verb: "connections.read" },
  {
    label: "Connect a company",
    href: "/connections/new",
    verb: "connections.connect",
    also: "add new connection",
  },
  {
    label: "Connections → Operations",
    href: "/operations",
    verb: "operations.read",
    also: "bulk jobs progress",
  },
  { label: "Companies", href: "/companies", verb: "companies.read", also: "customers" },
  {
    label: "Companies → Archived",
    href: "/companies?archived=1",
    verb: "companies.read",
  },
  { label: "Audit log", href: "/audit", verb: "audit.read", also: "history events trail" },
  { label: "Settings", href: "/settings", verb: "settings.read", also: "alert channels e-mail webhooks" },
  { label: "Settings → Alerts", href: "/settings/alerts", verb: "settings.read", also: "sent messages" },
  { label: "Settings → API keys", href: "/settings/keys", verb: "keys.manage", also: "tokens secrets" },
  { label: "Settings → New API key", href: "/settings/keys/new", verb: "keys.manage", also: "make create" },
  {
    label: "Settings → Events",
    href: "/settings/events",
    verb: "events.manage",
    also: "endpoints webhooks deliveries",
  },
];

/** The screens a person may open whose name has words that begin with the words typed; all of them for none. */
export function screensCalled(typed: string, may: (verb: Verb) => boolean): SearchEntry[] {
  const asked = wordsOf(typed);
  return SCREENS.filter(({ verb }) => may(verb))
    .filter(({ label, also = "" }) => {
      const known = wordsOf(`${label} ${also}`);
      return asked.every((word) => known.some((each) => each.startsWith(word)));
    })
    .map(({ label, href }) => ({ kind: "screen", label, href }));
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .filter(Boolean);

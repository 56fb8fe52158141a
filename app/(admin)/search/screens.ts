import type { Verb } from "@/lib/door";
import type { SearchEntry } from "./search-entry";
import { SCREEN_WORDS } from "./words";

interface NamedScreen {
  label: string;
  href: string;
  /** What else people call it. */
  also?: string;
}

type Screen = NamedScreen & { verb: Verb };

const SCREENS: readonly Screen[] = [
  { ...SCREEN_WORDS.overview, href: "/", verb: "overview.read" },
  { ...SCREEN_WORDS.health, href: "/health", verb: "health.read" },
  { ...SCREEN_WORDS.deadlines, href: "/health/calendar", verb: "health.read" },
  { ...SCREEN_WORDS.monthEnd, href: "/health/month-end", verb: "health.read" },
  { ...SCREEN_WORDS.incidents, href: "/health/incidents", verb: "health.read" },
  { ...SCREEN_WORDS.connections, href: "/connections", verb: "connections.read" },
  { ...SCREEN_WORDS.connect, href: "/connections/new", verb: "connections.connect" },
  { ...SCREEN_WORDS.operations, href: "/operations", verb: "operations.read" },
  { ...SCREEN_WORDS.companies, href: "/companies", verb: "companies.read" },
  { ...SCREEN_WORDS.archived, href: "/companies?archived=1", verb: "companies.read" },
  { ...SCREEN_WORDS.audit, href: "/audit", verb: "audit.read" },
  { ...SCREEN_WORDS.notifications, href: "/notifications", verb: "overview.read" },
  { ...SCREEN_WORDS.mail, href: "/profile/notifications", verb: "overview.read" },
  { ...SCREEN_WORDS.profile, href: "/profile", verb: "account.manage" },
  { ...SCREEN_WORDS.ownFactor, href: "/profile/second-factor", verb: "overview.read" },
  { ...SCREEN_WORDS.people, href: "/settings/people", verb: "users.manage" },
  { ...SCREEN_WORDS.invite, href: "/settings/people/invite", verb: "users.manage" },
  { ...SCREEN_WORDS.settings, href: "/settings", verb: "settings.read" },
  { ...SCREEN_WORDS.alerts, href: "/settings/alerts", verb: "settings.read" },
  { ...SCREEN_WORDS.keys, href: "/settings/keys", verb: "keys.manage" },
  { ...SCREEN_WORDS.createKey, href: "/settings/keys/new", verb: "keys.manage" },
  { ...SCREEN_WORDS.events, href: "/settings/events", verb: "events.manage" },
  { ...SCREEN_WORDS.encryption, href: "/settings/encryption", verb: "settings.read" },
  { ...SCREEN_WORDS.providers, href: "/settings/providers", verb: "settings.read" },
  { ...SCREEN_WORDS.about, href: "/settings/about", verb: "settings.read" },
];

/** The screens a person may open whose name has words that begin with the words typed; all of them for none. */
export function screensCalled(
  typed: string,
  may: (verb: Verb) => boolean,
  views: readonly NamedScreen[] = [],
): SearchEntry[] {
  const asked = wordsOf(typed);
  const screens: readonly NamedScreen[] = SCREENS.filter(({ verb }) => may(verb));
  return [...views, ...screens]
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

import type { StatusName } from "@/lib/health";
import { plural } from "@/lib/text/plural";

// What couldn't be read, by the first part of its address
export const COMPANY_UNREAD = "This company couldn't be read";
export const COMPANIES_UNREAD = "The companies couldn't be read";
export const CONNECTION_UNREAD = "This connection couldn't be read";
export const CONNECTIONS_UNREAD = "The connections couldn't be read";
export const HEALTH_UNREAD = "Health couldn't be read";
export const AUDIT_UNREAD = "The audit log couldn't be read";
export const NOTIFICATIONS_UNREAD = "The notifications couldn't be read";
export const SETTINGS_UNREAD = "The settings couldn't be read";
export const PAGE_UNREAD = "This page couldn't be read";

// A page beyond the person's role
export const FORBIDDEN = "Your role does not include this page";
export const signedInAs = (name: string, role: string) =>
  `You are signed in as ${name}, with the role ${role}.`;
export const FORBIDDEN_MORE = "An admin changes roles under Settings, People. Nothing was changed.";

// The overview
export const expiringIn30Days = (count: number) => `Expiring in 30 days: ${count}`;
export const DATA_STOPPED = "Data has stopped for these companies.";
export const DATA_STOPPED_FOR_OTHERS = "Data has stopped for these companies. An admin reconnects them.";
export const DATA_STOPPED_SNOOZED =
  "Data has stopped for these companies too. Each comes back when its snooze is over.";
export const NOTHING_TO_RECONNECT = "Nothing to reconnect";

export const NONE_LIVE = "No company is connected.";

/** What is left to know where no connection waits for a consent. */
export function quietWords({ provider_trouble, expiring_soon, working }: Record<StatusName, number>): string {
  if (provider_trouble === 1) return "1 connection has provider trouble: its page says who acts.";
  if (provider_trouble > 1)
    return `${provider_trouble} connections have provider trouble: their pages say who acts.`;
  if (expiring_soon > 0) return `${plural(expiring_soon, "connection expires", "connections expire")} soon.`;
  return working > 0 ? "Every connection is working." : NONE_LIVE;
}

// How many work, and how many can be trusted
export const NONE_TO_TRUST = "No company is connected, so there are no numbers to trust.";
export const onlyWorks = (is: string) => `The only ${is} working`;
export const allWork = (live: number, are: string) => `All ${live} ${are} working`;
export const someWork = (works: number, ofAll: string) => `${works} of ${ofAll} working`;
export const ONLY_ONE_EXPIRES = ", and it expires soon";
export const allOfThemExpire = (count: number) => `, all of them ${count === 1 ? "expires" : "expire"} soon`;
export const ofThemExpire = (count: number) =>
  `, ${count} of them ${count === 1 ? "expires" : "expire"} soon`;
export const trustedFor = (whom: string) => `Today's numbers can be trusted for ${whom}`;
export const ONLY_COMPANY = "the only company";
export const allCompanies = (live: number) => `all ${live} companies`;
export const notReadFor = (count: number, hours: number) => `${count} not read for ${plural(hours, "hour")}`;
export const needReconnecting = (count: number) => `${count} ${count === 1 ? "needs" : "need"} reconnecting`;
export const haveProviderTrouble = (count: number) =>
  `${count} ${count === 1 ? "has" : "have"} provider trouble`;

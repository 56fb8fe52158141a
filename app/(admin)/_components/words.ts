import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// Before the first company
export const NONE_CONNECTED = "No company is connected yet.";
export const CONNECT_FIRST = "Connect the first company";
export const CONNECT_COMPANY = "Connect a company";
export const CONNECT_FIRST_MORE =
  "Choose a company, choose QuickBooks or Xero, and approve there. The company's status then appears here.";
export const NOTHING_YET = "Nothing to see yet";
export const NOTHING_YET_MORE =
  "An admin connects companies to QuickBooks or Xero. Their status then appears here.";

// An incident that is going on
export const WHO_IS_AFFECTED = "Who is affected";

// Tiles and pictures
export const BY_STATUS = "Connections by status";
export const sinceYesterday = (change: string) => `${change} since yesterday`;
export const BY_STATUS_WHEN = "At the end of each day, UTC.";
export const REFRESHES = "Refreshes per day";
export const refreshesIn = (all: number, failed: number, days: number) =>
  `${plural(all, "refresh", "refreshes")}, ${failed.toLocaleString("en")} failed in ${days} days.`;
export const REQUESTS = "Token requests per hour";
export const requestsIn = (all: number, failed: number, hours: number) =>
  `${plural(all, "request")}, ${failed.toLocaleString("en")} failed in ${hours} hours, UTC.`;
export const OVER_30_S = "over 30 s";

// Ahead: what works today and needs a person before it stops
export const AHEAD = "Ahead";
export const AHEAD_SENTENCE = "Data flows today. A person must act before it stops.";
const consentAgain = (count: number) =>
  count === 1 ? "Its customer must consent again" : "Their customers must consent again";
export const accessMissing = (count: number) =>
  `${plural(count, "connection lacks", "connections lack")} access that Countersign asks for today. ${consentAgain(count)}.`;
export const accessEnding = <T>(count: number, provider: string, at: T) =>
  inParts`${plural(count, "connection holds", "connections hold")} access that ${provider} ends on ${at}. ${consentAgain(count)} before then.`;
export const CHANGE_SCOPES_FIRST =
  "Your Countersign operator first changes the scopes that consents ask for: they still name what ends.";
export const accessUnwanted = (count: number) =>
  `${plural(count, "connection holds", "connections hold")} access that is no longer asked for. The next consent gives it back.`;
/** What the links are called, each by its list. */
export const SEE_WHICH = {
  missing: "Connections that lack access",
  ending: "Connections whose access ends",
  unwanted: "Connections with more access",
} as const;
export const namesOthers = (provider: string) =>
  `${provider} names other addresses than those in use. An admin compares and accepts them under Settings → Providers.`;
export const nearLimit = (provider: string, live: number, limit: number) =>
  `${live.toLocaleString("en")} of the ${limit.toLocaleString("en")} connections that your tier at ${provider} allows are in use. Beyond them no company can connect. An admin moves the app to a higher tier at ${provider}, then your Countersign operator sets the new limit.`;

// A page that leads nowhere, or couldn't be read
export const noSuch = (what: string) => `There is no such ${what}`;
export const ALL_CONNECTIONS = "All connections";
export const NO_CONNECTION_WHY =
  "The address may be mistyped. A connection keeps its address when it is disconnected or reconnected.";
export const UNREAD_WHY =
  "The fault is ours, not your companies' or their providers'. Nothing was changed, and no connection was lost. Try again. If it fails again, give the reference to your Countersign operator.";

// On paper
export const asOf = <T>(at: T, address: T) => inParts`Countersign, as of ${at}. ${address}`;
export const asOfBy = <T>(at: T, name: string, address: T) =>
  inParts`Countersign, as of ${at}, by ${name}. ${address}`;

// Sessions, of a person and of one's own
export const SESSIONS = "Sessions";
export const DEVICE = "Device";
export const ADDRESS = "Address";
export const STARTED = "Started";
export const LAST_SEEN = "Last seen";
export const THIS_SESSION = "This session";

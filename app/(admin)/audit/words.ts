import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// The log
export const LOG_CAPTION = "Audit log, newest first";
export const DAYS_ARE_UTC = "Days in filters are UTC";
export const timesIn = (zone: string) => `times in ${zone}`;
export const noRowWithin = (window: string) => `${window}: no rows.`;
export const countWithin = (window: string, rows: string, times: string) => `${window}: ${rows}, ${times}.`;
export const rowsOnPage = (rows: number) => `${plural(rows, "row")} on this page`;
export const rowsOnLastPage = (rows: number) => `${plural(rows, "row")}, the last page`;
export const searchedTo = <T>(way: "up" | "back", at: T, rows: number) =>
  inParts`Searched ${way} to ${at}: ${rows.toLocaleString("en")} found so far.`;

// The seal
export const sealBroken = (problem: string) => `The seal doesn't hold: ${problem}`;
export const NOT_SEALED = "Not sealed yet";
export const sealedTo = <T>(at: T) => inParts`Tamper-evident up to ${at}`;
export const lastVerified = <T>(at: T) => inParts`, last verified ${at}`;
export const NOT_VERIFIED = ", not verified yet";
export const SEALED_MEANS = "Rows up to then are signed: a change would show";

// Live
export const NEW_ROWS = "New audit rows arrived.";
export const LIVE_UNANSWERED = "Live: the server doesn't answer. Trying again.";
export const LIVE_PAUSED = "Live, paused while a row is open";
export const LIVE_WATCHING = "Live: watching for new rows";
export const NO_SUCH_PLACE = "“place” names no row.";

// Exports
export const EXPORT_COLUMNS = "Exports always have all columns.";
export const ALL_COLUMNS = "All columns, whichever are shown";
export const EXPORT_STARTED = "Export started.";
export const LEAVING_CANCELS = "Leaving this page cancels it.";
export const rowsSoFar = (rows: number) => `${plural(rows, "row")} so far.`;
export const rowsSoFarTo = (rows: number, at: string) => `${plural(rows, "row")} so far, back to ${at}.`;
export const exportedTo = (rows: number, fileName: string) => `${plural(rows, "row")} in ${fileName}.`;
export const CUT_SHORT = "Cut short: older rows match too.";
export const cancelledAfter = (rows: number) => `Cancelled after ${plural(rows, "row")}. Nothing was saved.`;
export const EXPORT_BROKE_OFF = "The export broke off. Nothing was saved. Try again.";
export const SIGNED_OUT = "You are no longer signed in. Reload the page and sign in.";
export const WRONG_FORMAT = "The format is csv or jsonl.";
/** How the last line of a CSV begins that is not whole; the export itself writes it. */
export const CUT_SHORT_LINE = "Cut short after ";

// Filters
export const FILTER_LOG = "Filter the audit log";
export const FILTER_EXAMPLE = "Search or filter, e.g. acme status:5xx";
export const FROM_AND_TO = "From and to";
export const SET_FILTERS = "Filters that are set";
export const REMOVE_FILTER = "Remove the filter";
export const sinceDay = (day: string) => `Since ${day}, 00:00 UTC`;
export const FILTER_KEYS: readonly [key: string, words: string][] = [
  ["company", "Company, by name or id"],
  ["actor", "Who did it, by name or id"],
  ["by", "Kind of actor"],
  ["operation", "What was done"],
  ["outcome", "Done, failed or refused"],
  ["status", "Status: 503, 4xx,5xx or >=400"],
  ["provider", "QuickBooks Online, Xero"],
  ["since", "Time back from now: 3d, thursday"],
  ["from", "First day or time (UTC)"],
  ["to", "Last day or time (UTC)"],
  ["method", "Request method"],
  ["endpoint", "Endpoint, in full"],
  ["request", "Request id"],
  ["ref", "Provider's reference (intuit_tid, xero-correlation-id)"],
  ["generation", "Token version"],
  ["id", "Row id"],
];

// What was typed and not understood
export const FILTER_UNCLEAR = "No rows until the filter is clear.";
export const NO_EXPORT_YET = "Nothing is exported until the filter is clear";
export const NOT_A_FILTER = "Part of this address isn't a filter";
export const NOT_UNDERSTOOD = "No rows until the filter is understood";
export const CLEAR_TYPED = "Clear what was typed";
export const CHANGE_NAMED = "Change or remove what is named above.";
export const CHOOSE_ONE = "Choose one above, or clear what was typed.";
export const whichDoYouMean = (text: string) => `Which “${text}” do you mean?`;
export const MORE_NAMES = "More names match. Type more letters to see them.";
export const tooManyWords = (most: number) => `Too many words: ${most} at most.`;
export const notCalled = (what: string, name: string) => `No ${what} is called “${name}”.`;
export const nothingFoundFor = (texts: readonly string[]) =>
  `Nothing found for ${texts.map((text) => `“${text}”`).join(" and ")}: no company, person, service, request, row or provider reference.`;
export const matchesNothing = (text: string) =>
  `“${text}” matches nothing beside the other names. A row has one company and one actor.`;
export const twoOfOne = (several: string, one: string, two: string) =>
  `There are two ${several}, “${one}” and “${two}”. A row has one.`;

// No rows
export const NOTHING_RECORDED = "Nothing recorded yet";
export const NOTHING_RECORDED_MORE = "Every change to a connection and every sign-in appears here.";
export const BEFORE_THE_LOG = "Before the log begins";
export const logBegins = <T>(at: T) =>
  inParts`The log begins on ${at}. Earlier rows may be in an export or a backup.`;
export const NOTHING_SO_FAR = "Nothing found so far";
export const noMatchBackTo = <T>(at: T) => inParts`No match back to ${at}. Older rows are not searched yet.`;
export const NOTHING_MATCHES = "Nothing matches these filters";
export const noRowsMatch = <T>(within: string, clearAll: T) =>
  inParts`No rows match${within && ` (${within})`}. Remove a filter, or ${clearAll}.`;
export const SEARCH_ALL_TIME = "Search all time";

// One row
export const ROW_NOT_FOUND = "This row isn't here";
export const rowNotFound = <T>(id: T) =>
  inParts`No row has the id ${id}. The address may be mistyped, or the row is older than the log.`;
export const COPY_JSON = "Copy as JSON";
export const filterBy = (value: string) => `Filter by ${value}`;
export const ALL_ROWS_OF_REQUEST = "All rows of this request";
export const ACTOR_WORDS = {
  user: "A person",
  system: "Countersign itself",
  service: "A service of your product",
  apiKey: "An API key",
  link: "A customer, by a link",
  visitor: "A customer, by a page of the provider's",
} as const;
export const TOKEN_CONFIRMED = "The caller had the current token: none was issued.";

// One request
export const NO_ROWS_OF_REQUEST = "No rows of this request";
export const requestNotFound = <T>(id: T) =>
  inParts`The id ${id} may be mistyped, or its rows are older than the log.`;
export const COPY_REQUEST_ID = "Copy request id";
export const requestWords = (rows: number, isCut: boolean, ms: number) =>
  `${isCut ? "First " : ""}${plural(rows, "row")}, ${ms.toLocaleString("en")} ms in all.`;
export const TOKEN_VERSION = "Token version";
export const IN_THIS_PROCESS = "Within this process";
export const COPY_REFERENCE = "Copy provider's reference";

// What was done to a person
export const roleChanged = (name: string, from: string, to: string) =>
  `Changed ${name}'s role from ${from} to ${to}`;
export const roleGiven = (name: string, to: string) => `Changed ${name}'s role to ${to}`;
/** By the end of the row's path. */
export const PERSON_CHANGES: Readonly<Record<string, (name: string) => string>> = {
  created: (name) => `Added ${name}`,
  name: (name) => `Changed the name of ${name}`,
  password: (name) => `Changed ${name}'s password`,
  disabled: (name) => `Disabled ${name}`,
  enabled: (name) => `Enabled ${name}`,
  sessions: (name) => `Ended all sessions of ${name}`,
  "second-factor/on": (name) => `Turned on ${name}'s second factor`,
  "second-factor/off": (name) => `Removed ${name}'s second factor`,
  "second-factor/reset": (name) => `Removed ${name}'s lost second factor`,
  "second-factor/backup-codes": (name) => `New backup codes for ${name}`,
};
export const sessionEnded = (name: string, why: string | undefined) =>
  `Ended a session of ${name}${why ? `: ${why}` : ""}`;
export const SESSION_ENDS: Readonly<Record<string, string>> = {
  replaced: "signed in again",
  password: "new password",
  role: "new role",
  disabled: "disabled",
  ended: "ended by hand",
  second_factor: "second factor",
  expired: "its day was over",
};

import { inParts } from "@/lib/text/in-parts";

// All connections
export const NO_CONNECTION_YET = "No company is connected yet";
export const CONNECT_FIRST =
  "Connect the first one to QuickBooks or Xero. A person who may approve there must be at hand.";
export const ADMIN_CONNECTS = "Companies appear here once an admin has connected them to QuickBooks or Xero.";
export const NO_CONNECTION_MATCHES = "No connection matches";
export const SEARCH_HINT = "Search by a company's or organisation's name, by a provider, or by an id.";
export const NOT_A_FILTER = "Part of this address isn't a filter";
export const LEAVE_IT_OUT = "Show without it";
export const SELECT_RULE = "“select” in the address can only be “all”.";
export const reconnectQuestion = (company: string, provider: string) =>
  `Reconnect ${company} at ${provider}?`;
export const SIGNED_OUT_BEFORE = "You were signed out before it started. Nothing was changed.";

// Companies without a connection
export const UNCONNECTED_SENTENCE = "Companies that match and have no connection.";
export const UNCONNECTED = "Companies without a connection";
export const SHOW_MORE = "Show more of them";

// Selected rows
export const allSelected = <T>(total: T) => inParts`All ${total} that match are selected`;
export const selectAll = (total: number) => `Select all ${total.toLocaleString("en")} that match`;
/** As the audit log names an export's rows. */
export const allThatMatch = (query: string) => `all that match ${query || "no filter"}`;
export const NOTHING_SELECTED = "No connection is selected.";
export const SELECT_A_ROW = "Select at least one row of the list.";

// What forms answer
export const ENTER_NAME = "Enter the company's name.";
export const ONE_LINE = "Enter one line of text.";
export const ENTER_WHY_MOVED = "Enter why the company moves.";
export const tooShort = (least: number) => `Too short: ${least} characters at least.`;
export const tooLong = (most: number) => `Too long: ${most} characters at most.`;
export const NO_LONGER_EXISTS = "This connection no longer exists.";
export const unknownProvider = (name: string) => `Countersign doesn't know the provider “${name}”.`;

// Check
export const answeredFor = (provider: string, tenant: string) => `${provider} answered for ${tenant}.`;
export const tryAgainIn = (message: string, wait: string) => `${message} Try again in ${wait}.`;

// Disconnect
export const WHAT_WILL_HAPPEN = "What will happen";
export const dataStops = (company: string, tenant: string) =>
  `${company}'s data from ${tenant} stops at once, everywhere.`;
export const accessEnds = (provider: string) => `Countersign ends this access at ${provider}.`;
export const mustApproveAgain = (consentedBy: string) =>
  `To connect again, ${consentedBy} must approve again.`;
export const othersStay = <T>(others: T, count: number, tenant: string) =>
  count === 1
    ? inParts`${others} stays connected: the same consent serves it. Only ${tenant} is disconnected.`
    : inParts`${others} stay connected: the same consent serves them. Only ${tenant} is disconnected.`;
export const RECORDS_STAY = "Everything recorded so far stays in the audit log.";
export const disconnectedFrom = (company: string, tenant: string) =>
  `${company} is disconnected from ${tenant}`;
export const dataStopped = (provider: string) => `Data has stopped. ${provider} was told.`;
/** @param why A whole sentence. */
export const dataStoppedByHand = (provider: string, why: string) =>
  `Data has stopped. ${provider} could not be told, so disconnect Countersign there by hand: ${why}`;
/** @param why A whole sentence. */
export const dataStoppedNotConfirmed = (provider: string, why: string) =>
  `Data has stopped. ${provider} has not confirmed yet, so Countersign tries again until it does: ${why}`;

// Another organisation
export const CONNECT_DIFFERENT = "Connect a different organisation";
export const moveMeans = (company: string, tenant: string, provider: string) =>
  `${company}'s data will come from the organisation you choose at ${provider}. ${tenant} stays connected until that consent is verified.`;
export const KEPT_IN_LOG = "Kept in the audit log.";
export const CHOOSE_ORGANISATION = "Choose another organisation";

// Acknowledge and snooze
export const WHAT_NEXT = "What happens next";
export const WHAT_NEXT_EXAMPLE = "Called Ana, she reconnects tomorrow";
export const SNOOZE_EXAMPLE = "Ana is back on Monday";
export const NOTE_HINT = "Shown beside the connection. Kept in the audit log.";
export const REPLACES_NOTE = "Your note replaces it.";
export const SNOOZE_MEANS = "Alerts about it wait until then. Status, figures and the API stay as they are.";
export const ACKNOWLEDGE_MEANS = "Status, figures and alerts stay as they are.";
export const UNTIL_A_DATE = "Until a date";
export const DATE_HINT = `For “${UNTIL_A_DATE}”: ends at 00:00 UTC, 30 days at most.`;
export const ENTER_REASON = "Enter a reason.";
export const CHOOSE_UNTIL = "Choose until when.";
export const ACKNOWLEDGED_MORE = "Status and alerts stay as they are.";
export const snoozedUntil = (at: string) => `snoozed until ${at}`;
export const SNOOZED_MORE = "Status and figures stay as they are. Another cause ends the snooze at once.";

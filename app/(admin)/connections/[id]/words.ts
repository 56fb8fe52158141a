import { inParts } from "@/lib/text/in-parts";

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

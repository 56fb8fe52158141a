import type { StatusName } from "@/lib/health";

// Above a list
export const DISPLAY_TITLE = "Display: rows and columns";
export const SEARCH_PLACEHOLDER = "Name, provider or id";
export const SEARCH_AND_SORT = "Search and sort";
export const OLDEST_READ_FIRST = "Last read, oldest first";

// What an address can't ask for
export const notAValue = (text: string, name: string) => `“${text}” isn't a value of “${name}”.`;
export const notAFilter = (name: string) => `“${name}” is no filter.`;

// Groups of rows: effect and who acts
export const EFFECT: Record<StatusName, string> = {
  needs_reconnecting: "Data has stopped. An admin at the customer must act.",
  provider_trouble: "Data may be late. The provider or the operator acts, not the customer.",
  expiring_soon: "Data flows. Reconnect before the deadline.",
  working: "Data flows. Nothing to do.",
  disconnected: "No data, on purpose. An admin can reconnect.",
};
export const SNOOZED_EFFECT = "Each comes back when its snooze is over, or at once if the cause changes.";

// Notes on a problem, in a sentence and where a row has room for a few words
export const changedSinceSnoozed = (name: string, reason: string) =>
  `The cause has changed since ${name} snoozed it: “${reason}”.`;
export const changedSinceTaken = (name: string, reason: string) =>
  `The cause has changed since ${name} took it on: “${reason}”.`;
export const snoozeOver = (name: string, reason: string) => `The snooze by ${name} is over: “${reason}”.`;
export const snoozedUntil = (time: string, name: string, reason: string) =>
  `Snoozed until ${time} by ${name}: “${reason}”.`;
export const isOnIt = (name: string, reason: string) => `${name} is on it: “${reason}”.`;
export const newCause = (ended: string) => `new cause, ${ended} ended`;
export const isOnItBriefly = (name: string, reason: string) => `${name} is on it: ${reason}`;

// Below a list
export const ROWS_PER_PAGE = "Rows per page";

import type { PastStatus } from "../history/history";

/** A past status in a word or two, for files and labels. */
export const pastStatusWords: Readonly<Record<PastStatus, string>> = {
  needs_reconnecting: "Needs reconnecting",
  provider_trouble: "Provider trouble",
  expiring_soon: "Expiring soon",
  working: "Working",
  disconnected: "Disconnected",
  unknown: "No record",
};

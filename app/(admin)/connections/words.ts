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

/** What a list by access is of, and who acts. */
export const DRIFT_WORDS = {
  missing: {
    title: "Access not granted",
    sentence:
      "Countersign asks for it today, and these customers never granted it. Each must consent again: an admin reconnects them.",
  },
  unwanted: {
    title: "Access no longer asked for",
    sentence: "These customers granted more than Countersign asks for today. The next consent gives it back.",
  },
  ending: {
    title: "Access that the provider ends",
    sentence:
      "The provider takes these broad scopes back. Each customer must consent again before then: an admin reconnects them.",
  },
} as const;
export const SHOW_ALL = "Show all connections";

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

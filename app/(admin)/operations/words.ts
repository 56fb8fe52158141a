import { plural } from "@/lib/text/plural";

const companies = (count: number) => plural(count, "company", "companies");

// All operations
export const OPERATIONS_SENTENCE = "What was done to many connections at once, newest first.";
export const NO_OPERATION = "No operation yet";
export const SELECT_THEN_RUN = "Select connections in their list, then check, tag or send links together.";
export const ADMIN_RUNS = "When an admin does something to many connections together, it appears here.";
export const NO_OPERATIONS_HERE = "No operations on this page";
export const PAST_THE_END = "The address leads past the end of the list.";
export const OPERATION_ENDED = "An operation has ended.";

// What it is done to, and how it stands
export const FAILED_BEFORE = "Failed in an earlier operation";
export const SELECTED_ROWS = "Selected one by one";
export const ALL_UNFILTERED = "All, without a filter";
export const allThatMatch = (filter: string) => `All that match ${filter}`;
export const WAITING = "Waiting to start";
export const ENDED_WITH_FAILURES = "Ended with failures";

// One operation
export const OPERATION_NOT_FOUND = "The address may be mistyped.";
export const runAgainFor = (failed: number) => `Run again for the ${failed.toLocaleString("en")} failed`;
export const endedWords = (counts: string) => `Ended: ${counts}.`;
export const FINISHED_PARTS = "Parts that are finished";
export const cancelledForRole = (starter: string) => `Countersign: ${starter} can no longer run it`;
export const RESULT_CAPTION = "Result, failures first";
/** As the file of results heads the same column. */
export const OUTCOME = "What came of it";
export const ROWS_GONE = "Its rows are no longer kept";
export const rowsGoAfter = (days: number) =>
  `Rows are deleted ${days} days after the end. The counts above and the audit log stay.`;
export const NO_ROWS_HERE = "No rows on this page";

// Tag companies
export const NOTHING_TO_TAG = "Nothing to tag";
export const NOT_A_SELECTION = "This isn't a selection of connections.";
export const MATCHING_NOTHING = "“matching” names no filter. “select=all” in it selects all connections.";
export const NOT_A_COUNT = "“expected” is no count of connections.";
export const OTHER_LIST =
  "The list has another filter than the selection. Look at the list and choose again.";
export const BACK_TO_LIST = "Back to the list";
export const tagTitle = (count: number) => `Tag ${companies(count)}`;
export const fromConnections = (count: number) =>
  `From ${plural(count, "selected connection")}, each company once.`;
export const ADD_OR_REMOVE = "Add or remove";
export const theyHave = (tags: string) => `They have: ${tags}`;
export const NO_TAG_YET = "None of them has a tag yet.";
export const getTag = (count: number) => `${companies(count)} ${count === 1 ? "gets" : "get"} it.`;
export const loseTag = (count: number) => `${companies(count)} ${count === 1 ? "loses" : "lose"} it.`;
export const haveTag = (count: number) => `${companies(count)} ${count === 1 ? "has" : "have"} it already.`;
export const lackTag = (count: number) => `${companies(count)} ${count === 1 ? "doesn't" : "don't"} have it.`;
export const addTo = (count: number) => `Add to ${companies(count)}`;
export const removeFrom = (count: number) => `Remove from ${companies(count)}`;

// Send links
const connections = (count: number) => plural(count, "connection");
export const NOTHING_TO_SEND = "No link to send";
export const sendTitle = (count: number) => `Send links for ${connections(count)}`;
export const SEND_SENTENCE =
  "Each customer gets an email with a link, by which they reconnect without an account.";
export const WHAT_HAPPENS = "What will happen";
export const getLink = (count: number) =>
  count === 1 ? "1 customer gets a link." : `${count.toLocaleString("en")} customers get a link.`;
export const LINK_LASTS =
  "It is valid for 7 days. Reminders follow after 3 and 6 days, until the customer has reconnected.";
export const NOBODY_GETS_ONE = "No customer gets a link.";
export const NO_MAIL_SERVER =
  "No mail server is set, so nothing can be sent. Your Countersign operator sets SMTP_URL.";
export const sendCount = (count: number) => `Send ${plural(count, "link")}`;
export const heldTitle = {
  no_address: (count: number) => `${connections(count)}: no address`,
  open_link: (count: number) => `${connections(count)}: a link is open already`,
  working: (count: number) => `${connections(count)}: working, no consent needed`,
  provider_trouble: (count: number) => `${connections(count)}: provider trouble, a consent doesn't help`,
};
export const andMore = (count: number) => `and ${count.toLocaleString("en")} more`;

// A campaign: what came of the links
export const CAMPAIGN = "Customers";
export const CAMPAIGN_TERMS = {
  sent: "Sent",
  opened: "Opened",
  done: "Done",
  wrongCompany: "Wrong company",
  notMailed: "Not delivered",
  noAddress: "No address",
} as const;
export const LINK_WORDS = {
  sent: { stateWord: "Sent", tone: "waiting" },
  opened: { stateWord: "Opened", tone: "provider" },
  done: { stateWord: "Done", tone: "working" },
  wrongCompany: { stateWord: "Wrong company", tone: "reconnect" },
  expired: { stateWord: "Expired", tone: "disconnected" },
  ended: { stateWord: "Revoked", tone: "disconnected" },
} as const;
export const remindedWords = (times: number) =>
  times === 0 ? "" : times === 1 ? "Reminded once." : `Reminded ${times} times.`;
export const remindOpen = (open: number) => `Remind the ${open.toLocaleString("en")} open`;
export const REMINDED = "Reminders are on their way";
export const willBeReminded = (count: number) =>
  `${plural(count, "customer")} ${count === 1 ? "gets" : "get"} a reminder within a minute.`;
export const NOBODY_REMINDED = "Nobody left to remind";
export const REMINDED_BEFORE = "Each customer with an open link was reminded twice already.";
export const ALL_CAME = "No link is open any more.";

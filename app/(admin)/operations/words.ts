import { plural } from "@/lib/text/plural";

const companies = (count: number) => plural(count, "company", "companies");

// All operations
export const OPERATIONS_SENTENCE = "Checks and tags of many connections at once, newest first.";
export const NO_OPERATION = "No operation yet";
export const SELECT_THEN_RUN = "Select connections in their list, then check or tag them together.";
export const ADMIN_RUNS = "When an admin checks or tags many connections together, it appears here.";
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

import type { PartState } from "./deps";

/** How a part stands, on screens and in files. */
export const partStateWords: Readonly<Record<PartState, string>> = {
  failed: "Failed",
  skipped: "Skipped",
  cancelled: "Cancelled",
  running: "Running",
  waiting: "Waiting",
  done: "Done",
};

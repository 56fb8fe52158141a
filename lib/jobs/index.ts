import { runtime } from "@/lib/runtime";
import { jobCounts as count, type JobCounts } from "./job-counts";

export type { JobCounts } from "./job-counts";

/** What waits, runs and has failed in each queue. */
export function jobCounts(): Promise<JobCounts[]> {
  return count(runtime().database);
}

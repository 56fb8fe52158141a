export { auditTasks } from "./audit-tasks";
export { type JobCounts, jobCounts } from "./job-counts";
export type { PeriodicTask } from "./periodic-tasks";
export { type JobPace, type Jobs, startJobs } from "./start-jobs";

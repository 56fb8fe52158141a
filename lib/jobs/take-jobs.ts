import type { Job, PgBoss } from "pg-boss";
import type { DueCheck } from "@/lib/health";
import { actAs } from "@/lib/request-context";
import type { DueGrant } from "@/lib/token";
import type { JobDeps } from "./job-deps";
import type { PeriodicTask } from "./periodic-tasks";
import { queueNames } from "./queues";

/** Beside hearing of jobs. */
const NOTIFIED_POLL_SECONDS = 5;
/** A long task holds the others back no more than this many can. */
const TASKS_AT_ONCE = 3;
/** Fetched together and finished together, which spares two questions to the database a job. */
const REFRESHES_TOGETHER = 8;
const REFRESHES_AT_ONCE = 3;
const CHECKS_TOGETHER = 5;

/** Has this process take jobs from every queue. */
export async function takeJobs(
  boss: PgBoss,
  deps: JobDeps,
  tasks: readonly PeriodicTask[],
  pollingIntervalSeconds: number,
): Promise<void> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const run = async ([job]: Job<{ name: string }>[]) => {
    const task = byName.get(job?.data.name ?? "");
    // Another version's task: it will be planned again, and its own kind will find it.
    if (!task) return;
    await actAs({ kind: "system", id: task.name }, () => task.run()).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : "unknown";
      deps.log.error({ task: task.name, error: message }, "A task failed");
      throw new Error(message);
    });
  };
  const checkAll = async (due: DueCheck[]) => {
    const ends = await Promise.allSettled(due.map((one) => deps.health.checkIfDue(one)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  const check = (jobs: Job<DueCheck>[]) => checkAll(jobs.map(({ data }) => data));
  const refresh = async (jobs: Job<DueGrant>[]) => {
    const grants = jobs.map(({ data }) => data);
    await deps.engine.keepFresh(grants);
    const grantIds = grants.map(({ grantId }) => grantId);
    // A refresh proves nothing of the API that a read found failing.
    await checkAll(await deps.health.findUnproven({ grantIds }));
  };
  const polling = { pollingIntervalSeconds, notifyPollingIntervalSeconds: NOTIFIED_POLL_SECONDS };
  const often = { ...polling, burstWhenBatchFull: true };
  await boss.work(queueNames.task, { ...polling, localConcurrency: TASKS_AT_ONCE }, run);
  await boss.work(
    queueNames.refresh,
    { ...often, batchSize: REFRESHES_TOGETHER, localConcurrency: REFRESHES_AT_ONCE },
    refresh,
  );
  await boss.work(queueNames.check, { ...often, batchSize: CHECKS_TOGETHER }, check);
}

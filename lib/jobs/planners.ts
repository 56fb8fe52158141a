import type { JobInsert } from "pg-boss";
import type { DueCheck } from "@/lib/health";
import type { JobDeps } from "./job-deps";
import type { PeriodicTask } from "./periodic-tasks";
import { queueNames } from "./queues";

type Send = (queue: string, jobs: JobInsert[]) => Promise<unknown>;

const REFRESHES_EVERY_SECONDS = 15;
const CHECKS_EVERY_SECONDS = 60;
const READS_AGAIN_EVERY_SECONDS = 15;
/** For each provider. What is left over is due again the next time. */
const MOST_REFRESHES = 2_000;

/** The tasks that look for what is due and send a job for each; and those that are all of their work. */
export function ownTasks({ engine, health }: JobDeps, send: Send): PeriodicTask[] {
  const planRefreshes = async () => {
    const due = await engine.findDueGrants(MOST_REFRESHES);
    const jobs = due.map((grant) => ({
      data: grant,
      singletonKey: `${grant.grantId} ${grant.generation}`,
    }));
    if (jobs.length > 0) await send(queueNames.refresh, jobs);
  };
  const sendChecks = async (due: DueCheck[]) => {
    const jobs = due.map((check) => ({
      data: check,
      singletonKey: `${check.companyId} ${check.connectionType}`,
    }));
    if (jobs.length > 0) await send(queueNames.check, jobs);
  };
  const planChecks = async () => {
    await sendChecks(await health.findDueChecks({ everySeconds: CHECKS_EVERY_SECONDS }));
  };
  // The process that refreshed may run no jobs.
  const planReadsAgain = async () => sendChecks(await health.findUnproven());
  return [
    { name: "plan-refreshes", everySeconds: REFRESHES_EVERY_SECONDS, run: planRefreshes },
    { name: "plan-checks", everySeconds: CHECKS_EVERY_SECONDS, run: planChecks },
    { name: "plan-reads-again", everySeconds: READS_AGAIN_EVERY_SECONDS, run: planReadsAgain },
    { name: "tell-providers", everySeconds: 30, run: () => engine.sendRevocations() },
    { name: "settle-rests", everySeconds: 30, run: () => engine.settleRests() },
    { name: "sweep-consents", everySeconds: 600, run: () => engine.sweepConsents() },
  ];
}

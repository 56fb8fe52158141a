import { PgBoss } from "pg-boss";
import type { JobDeps } from "./job-deps";

const POOL_SIZE = 4;
const SUPERVISE_SECONDS = 30;
const CLEAN_UP_SECONDS = 60;

/** pg-boss over a few connections of its own, so that no caller of the token service waits behind a job. */
export function openBoss(
  { databaseUrl, log }: Pick<JobDeps, "databaseUrl" | "log">,
  superviseSeconds = SUPERVISE_SECONDS,
): PgBoss {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "countersign jobs",
    max: POOL_SIZE,
    // Due times are ours to judge, by our clock.
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: CLEAN_UP_SECONDS,
    // Waiting jobs are heard of at once; looking for them is for when that fails.
    useListenNotify: true,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // The message only: a driver's error drags its connection along.
  boss.on("error", ({ message }) => log.warn({ error: message }, "Jobs met an error"));
  boss.on("warning", ({ message }) => log.warn({ warning: message }, "Jobs are not well"));
  return boss;
}

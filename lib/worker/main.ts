import { setTimeout as pause } from "node:timers/promises";
import { bootOrExit, serveTokensOrExit } from "@/lib/boot";
import { drainBeforeExit } from "@/lib/boot/drain-before-exit";
import { startAlerts } from "@/lib/boot/start-alerts";
import { startJobs } from "@/lib/boot/start-jobs";
import { asDatabaseFailure } from "@/lib/db";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";

const RETRY_MS = 2_000;

/** A process that runs jobs and answers nobody. Any number of them may share a database. */
async function main(): Promise<void> {
  const runtime = bootOrExit();
  const engine = await serveTokensOnceThere(runtime);
  const jobs = startJobs(runtime, engine, startAlerts(runtime));
  drainBeforeExit(async () => {
    await jobs.stop();
    await engine.stop();
    await runtime.database.close();
  });
  await jobs.started;
  log.info({}, "This worker takes jobs");
}

/** A worker may be started before its database is. */
async function serveTokensOnceThere(runtime: Runtime) {
  for (;;) {
    try {
      return await serveTokensOrExit(runtime);
    } catch (error) {
      const failure = asDatabaseFailure(error);
      if (!failure) throw error;
      log.warn({ error: failure.message }, "This worker waits for the database");
      await pause(RETRY_MS);
    }
  }
}

await main();

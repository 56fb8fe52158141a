import { bootOrExit, serveTokensOrExit } from "@/lib/boot";
import { drainBeforeExit } from "@/lib/boot/drain-before-exit";
import { startAlerts } from "@/lib/boot/start-alerts";
import { startJobs } from "@/lib/boot/start-jobs";
import { log } from "@/lib/log";

/** A process that runs jobs and answers nobody. Any number of them may share a database. */
async function main(): Promise<void> {
  const runtime = bootOrExit();
  const engine = await serveTokensOrExit(runtime);
  const jobs = startJobs(runtime, engine, startAlerts(runtime));
  drainBeforeExit(async () => {
    await jobs.stop();
    await engine.stop();
    await runtime.database.close();
  });
  if (await jobs.started) log.info({}, "This worker takes jobs");
}

await main();

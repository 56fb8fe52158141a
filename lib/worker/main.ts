import { bootOrExit, exitOver, serveTokensOrExit } from "@/lib/boot";
import { drainBeforeExit } from "@/lib/boot/drain-before-exit";
import { startAlerts } from "@/lib/boot/start-alerts";
import { startJobs } from "@/lib/boot/start-jobs";
import { startMetrics } from "@/lib/boot/start-metrics";
import { jobCounts } from "@/lib/jobs";
import { log } from "@/lib/log";
import { serveProbes } from "./probes";

/** A process that runs jobs, and answers nobody but its supervisor and its scraper. Any number of them may share a database. */
async function main(): Promise<void> {
  const runtime = bootOrExit();
  const engine = await serveTokensOrExit(runtime);
  const jobs = startJobs(runtime, engine, startAlerts(runtime));
  startMetrics(runtime, engine, jobCounts);
  const { metricsAddress } = runtime.env;
  const probes = metricsAddress && (await serveProbes(runtime, metricsAddress).catch(exitOver));
  drainBeforeExit(log, [
    { jobs: jobs.stop },
    { "refreshes and audit rows": engine.stop },
    {
      "database connections": () => runtime.database.close(),
      probes: async () => void probes?.close(),
    },
  ]);
  if (await jobs.started) log.info({ pid: process.pid }, "This worker takes jobs");
}

await main();

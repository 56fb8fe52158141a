import { bootOrExit, exitOver } from "@/lib/boot";
import { drainBeforeExit, serveOrExit } from "@/lib/boot/serve";
import { log } from "@/lib/log";
import { serveProbes } from "@/lib/probes";

/** A process that runs jobs, and answers nobody but its supervisor and its scraper. Any number of them may share a database. */
async function main(): Promise<void> {
  const runtime = bootOrExit();
  const { engine, jobs, events } = await serveOrExit(runtime, { runsJobs: true });
  const { metricsAddress } = runtime.env;
  const probes = metricsAddress && (await serveProbes(runtime, metricsAddress).catch(exitOver));
  drainBeforeExit(log, [
    { ...(jobs && { jobs: jobs.stop }), events: events.stop },
    { "refreshes and audit rows": engine.stop },
    {
      "database connections": () => runtime.database.close(),
      probes: async () => void probes?.close(),
    },
  ]);
  if (await jobs?.started) log.info({ pid: process.pid }, "This worker takes jobs");
}

await main();

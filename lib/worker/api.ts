import { bootOrExit } from "@/lib/boot";
import { drainBeforeExit, serveOrExit, startApi } from "@/lib/boot/serve";
import { log } from "@/lib/log";
import { flushRefusals } from "@/lib/people";

/** A process that serves the HTTP API and nothing else. Any number of them may share a database. */
async function main(): Promise<void> {
  const runtime = bootOrExit();
  const { engine, events } = await serveOrExit(runtime, { runsJobs: false });
  const api = await startApi(runtime, engine);
  drainBeforeExit(log, [
    { events: events.stop, "API requests": api.stop },
    { "refreshes and audit rows": engine.stop, refusals: () => flushRefusals(runtime.database) },
    { "database connections": () => runtime.database.close() },
  ]);
  const { host } = runtime.env.apiAddress;
  log.info({ address: `${host}:${api.port}` }, "The API is ready");
}

await main();

import type { Jobs } from "@/lib/jobs";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";
import { serveTokensOrExit } from "./index";
import { startAlerts } from "./start/start-alerts";
import { type StartedEvents, startEvents } from "./start/start-events";
import { startMetrics } from "./start/start-metrics";

export { drainBeforeExit } from "./drain-before-exit";
export { speakThroughLog } from "./speak-through-log";
export { startApi } from "./start/start-api";

/** Starts what a booted process serves with. A command serves nothing, so that it loads none of this. */
export async function serveOrExit(
  runtime: Runtime,
  { runsJobs }: { runsJobs: boolean },
): Promise<{ engine: TokenEngine; jobs: Jobs | undefined; events: StartedEvents }> {
  const engine = await serveTokensOrExit(runtime);
  const alerts = startAlerts(runtime);
  const events = startEvents(runtime);
  const jobs = runsJobs
    ? (await import("./start/start-jobs")).startOwnJobs(runtime, engine, { alerts, ...events })
    : undefined;
  startMetrics(runtime, engine);
  return { engine, jobs, events };
}

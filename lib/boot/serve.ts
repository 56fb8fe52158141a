import type { Jobs } from "@/lib/jobs";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";
import { serveTokensOrExit } from "./index";
import { startAlerts } from "./start-alerts";
import { startOwnJobs } from "./start-jobs";
import { startMetrics } from "./start-metrics";

export { drainBeforeExit } from "./drain-before-exit";
export { speakThroughLog } from "./speak-through-log";
export { startApi } from "./start-api";

/** Starts what a booted process serves with. A command serves nothing, so that it loads none of this. */
export async function serveOrExit(
  runtime: Runtime,
  { runsJobs }: { runsJobs: boolean },
): Promise<{ engine: TokenEngine; jobs: Jobs | undefined }> {
  const engine = await serveTokensOrExit(runtime);
  const alerts = startAlerts(runtime);
  const jobs = runsJobs ? startOwnJobs(runtime, engine, alerts) : undefined;
  startMetrics(runtime, engine);
  return { engine, jobs };
}

/** Next calls this once, before the server answers its first request. */
export async function register(): Promise<void> {
  // Next replaces this expression when it bundles, so it has to be read here and in this form.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootOrExit, serveTokensOrExit } = await import("@/lib/boot");
  const { drainBeforeExit } = await import("@/lib/boot/drain-before-exit");
  const { openFrontDoor } = await import("@/lib/door/front/front-door");
  const { flushRefusals } = await import("@/lib/people/refusal-log");
  const { speakThroughLog } = await import("@/lib/boot/speak-through-log");
  const { startAlerts } = await import("@/lib/boot/start-alerts");
  const { startJobs } = await import("@/lib/boot/start-jobs");
  const { startMetrics } = await import("@/lib/boot/start-metrics");
  const { jobCounts } = await import("@/lib/jobs");
  const runtime = bootOrExit();
  if (!runtime.env.development) speakThroughLog(runtime.log);
  openFrontDoor(runtime.env);
  const engine = await serveTokensOrExit(runtime);
  const alerts = startAlerts(runtime);
  const jobs = runtime.env.jobsInWeb ? startJobs(runtime, engine, alerts) : undefined;
  startMetrics(runtime, engine, jobCounts);
  drainBeforeExit(runtime.log, [
    { ...(jobs && { jobs: jobs.stop }) },
    { "refreshes and audit rows": engine.stop, refusals: () => flushRefusals(runtime.database) },
  ]);
  if (!runtime.env.development) runtime.log.info({ url: runtime.env.auth.url }, "Countersign is ready");
}

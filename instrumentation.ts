/** Next calls this once, before the server answers its first request. */
export async function register(): Promise<void> {
  // Next replaces this expression when it bundles, so it has to be read here and in this form.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootOrExit } = await import("@/lib/boot");
  const { drainBeforeExit, serveOrExit, speakThroughLog } = await import("@/lib/boot/serve");
  const { openFrontDoor } = await import("@/lib/door/front/front-door");
  const { flushRefusals } = await import("@/lib/people");
  const runtime = bootOrExit();
  if (!runtime.env.development) speakThroughLog(runtime.log);
  openFrontDoor(runtime.env);
  const { engine, jobs, events } = await serveOrExit(runtime, { runsJobs: runtime.env.jobsInWeb });
  drainBeforeExit(runtime.log, [
    { ...(jobs && { jobs: jobs.stop }), events: events.stop },
    { "refreshes and audit rows": engine.stop, refusals: () => flushRefusals(runtime.database) },
  ]);
  if (!runtime.env.development) runtime.log.info({ url: runtime.env.auth.url }, "Countersign is ready");
}

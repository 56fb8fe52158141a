/** Next calls this once, before the server answers its first request. */
export async function register(): Promise<void> {
  // Next replaces this expression when it bundles, so it has to be read here and in this form.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootOrExit } = await import("@/lib/boot");
  const { drainBeforeExit, serveOrExit, speakThroughLog, startApi } = await import("@/lib/boot/serve");
  const { openFrontDoor } = await import("@/lib/door/front/front-door");
  const { behindAnswersDone, flushRefusals } = await import("@/lib/people");
  const runtime = bootOrExit();
  if (!runtime.env.development) speakThroughLog(runtime.log);
  openFrontDoor(runtime.env);
  const { engine, jobs, events } = await serveOrExit(runtime, { runsJobs: runtime.env.jobsInWeb });
  const api = await startApi(runtime, engine);
  drainBeforeExit(runtime.log, [
    { ...(jobs && { jobs: jobs.stop }), events: events.stop, "API requests": api.stop },
    { "mails behind answers": () => behindAnswersDone(runtime.database) },
    { "refreshes and audit rows": engine.stop, refusals: () => flushRefusals(runtime.database) },
  ]);
  if (runtime.env.development) return;
  const apiAddress = `${runtime.env.apiAddress.host}:${api.port}`;
  runtime.log.info({ url: runtime.env.auth.url, api: apiAddress }, "Countersign is ready");
}

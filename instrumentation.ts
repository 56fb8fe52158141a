/** Next calls this once, before the server answers its first request. */
export async function register(): Promise<void> {
  // Next replaces this expression when it bundles, so it has to be read here and in this form.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootOrExit, serveTokensOrExit } = await import("@/lib/boot");
  const { drainBeforeExit } = await import("@/lib/boot/drain-before-exit");
  const { stampPeerAddresses } = await import("@/lib/access/peer-address");
  const { startJobs } = await import("@/lib/boot/start-jobs");
  const { startMetrics } = await import("@/lib/boot/start-metrics");
  const runtime = bootOrExit();
  const engine = await serveTokensOrExit(runtime);
  const jobs = runtime.env.jobsInWeb ? startJobs(runtime, engine) : undefined;
  startMetrics(runtime, engine);
  stampPeerAddresses();
  drainBeforeExit(async () => {
    await jobs?.stop();
    await engine.stop();
  });
}

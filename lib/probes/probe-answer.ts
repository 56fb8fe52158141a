import { refuseWithoutToken } from "@/lib/door/refusal";
import { CountersignError } from "@/lib/errors";
import { health } from "@/lib/health";
import { metrics } from "@/lib/metrics";
import type { Runtime } from "@/lib/runtime";

/** What a probe or a scraper is told. */
export interface ProbeAnswer {
  status: number;
  type: string;
  body: string;
}

export const PROBE_PATHS: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

export const text = (status: number, body: string): ProbeAnswer => ({
  status,
  type: "text/plain; charset=utf-8",
  body,
});

/** Answers `/livez`, `/readyz` and `/metrics`, and 404 to everything else. */
export async function probeAnswer(
  runtime: Runtime,
  path: string,
  authorization: string | null,
): Promise<ProbeAnswer> {
  if (path === "/livez") return text(200, "ok");
  if (path === "/readyz") {
    const answer = await health().readiness();
    const status = answer.status === "ready" ? 200 : 503;
    return { status, type: "application/json", body: JSON.stringify(answer) };
  }
  const { metricsToken } = runtime.env;
  if (path !== "/metrics" || metricsToken === undefined) return text(404, "Not found");
  try {
    await refuseWithoutToken(runtime, authorization, metricsToken, { method: "GET", path });
    return { status: 200, type: metrics().contentType, body: await metrics().metrics() };
  } catch (error) {
    if (error instanceof CountersignError) return text(error.httpStatus, error.message);
    runtime.log.error({ error: error instanceof Error ? error.message : "unknown" }, "A scrape failed");
    return text(500, "The metrics could not be read.");
  }
}

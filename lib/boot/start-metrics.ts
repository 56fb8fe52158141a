import { readFileSync } from "node:fs";
import { countByStatus } from "@/lib/health";
import { exposeMetrics, type MetricsSources } from "@/lib/metrics";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token/engine";

/** Makes this process's metrics readable; without a token in the configuration nobody could ask for them. */
export function startMetrics(
  { env, database, log }: Runtime,
  engine: TokenEngine,
  jobCounts?: MetricsSources["jobCounts"],
): void {
  if (env.metricsToken === undefined) return;
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  exposeMetrics({ engine, database, connectionsByStatus: countByStatus, jobCounts, version, log });
}

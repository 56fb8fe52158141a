import { readFileSync } from "node:fs";
import { health } from "@/lib/health";
import { jobCounts } from "@/lib/jobs";
import { createMetrics, installMetrics } from "@/lib/metrics";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";

/** Makes this process's metrics readable; without a token in the configuration nobody could ask for them. */
export function startMetrics({ env, database, log }: Runtime, engine: TokenEngine): void {
  if (env.metricsToken === undefined) return;
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const { countByStatus: connectionsByStatus } = health();
  const counts = () => jobCounts({ database });
  installMetrics(createMetrics({ engine, database, connectionsByStatus, jobCounts: counts, version, log }));
}

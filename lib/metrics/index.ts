import { performance } from "node:perf_hooks";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Database } from "@/lib/db";
import type { JobCounts } from "@/lib/jobs";
import { processPart } from "@/lib/process";
import { jobsState } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";
import { providersNamingOthers } from "@/lib/token/views";
import { buildMetrics } from "./build-metrics";
import {
  countOpenIncidents,
  jobMetrics,
  ownJobMetrics,
  poolMetrics,
  storedMetrics,
} from "./database-metrics";
import { register, registerHistograms } from "./metric";
import { keptFacts } from "./stored-facts";
import { tokenHistograms, tokenMetrics } from "./token-metrics";

/** What a process's metrics are read from. */
export interface MetricsSources {
  engine: Pick<TokenEngine, "stats">;
  database: Pick<Database, "pool" | "query">;
  /** By the status people see. */
  connectionsByStatus: () => Promise<Readonly<Record<string, number>>>;
  /** Left out where no jobs are; their metric is then absent. */
  jobCounts?: (() => Promise<readonly JobCounts[]>) | undefined;
  /** Countersign's version, from package.json. */
  version: string;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

/** A registry of its own, with the process's default metrics. */
export function createMetrics({
  engine,
  database,
  connectionsByStatus,
  jobCounts,
  version,
  log,
}: MetricsSources): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const stored = keptFacts(
    async () => {
      const [byStatus, openIncidents, namingOthers, jobs] = await Promise.all([
        connectionsByStatus(),
        countOpenIncidents(database),
        providersNamingOthers(database),
        jobCounts?.(),
      ]);
      return { connectionsByStatus: byStatus, openIncidents, namingOthers, jobs };
    },
    (error) => log.warn({ error: error.message }, "The database does not answer a scrape"),
    () => performance.now(),
  );
  register(registry, tokenMetrics, () => engine.stats());
  registerHistograms(registry, tokenHistograms, () => engine.stats());
  register(registry, buildMetrics, async () => ({ version, node: process.versions.node }));
  register(registry, poolMetrics, async () => database.pool);
  register(registry, ownJobMetrics, async () => jobsState());
  register(registry, jobCounts ? [...storedMetrics, ...jobMetrics] : storedMetrics, stored);
  return registry;
}

/**
 * The metrics of this process, as a registry of prom-client: `metrics().metrics()` is Prometheus's text format.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats
 */
export const { get: metrics, install: installMetrics } = processPart<Registry>("metrics");

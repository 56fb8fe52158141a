import type { Database, Sql } from "@/lib/db";
import { countOpenByProvider } from "@/lib/health/views";
import type { JobCounts } from "@/lib/jobs";
import type { JobsState } from "@/lib/runtime";
import { providerNames } from "@/lib/token";
import type { Metric } from "./metric";

/** What only Postgres knows, or null while it does not answer. */
export interface StoredFacts {
  connectionsByStatus: Readonly<Record<string, number>>;
  /** By connectionType; 0 for a provider that has none. */
  openIncidents: Readonly<Record<string, number>>;
  /** The providers whose discovery documents name other addresses than those in effect. */
  namingOthers: readonly string[];
  /** Undefined where no jobs run. */
  jobs?: readonly JobCounts[] | undefined;
}

export async function countOpenIncidents(sql: Sql): Promise<StoredFacts["openIncidents"]> {
  const open = await countOpenByProvider(sql);
  const none = providerNames.map((provider) => [provider, 0]);
  return Object.fromEntries([...none, ...open.map(({ provider, count }) => [provider, count])]);
}

export const storedMetrics: readonly Metric<StoredFacts | null>[] = [
  {
    kind: "gauge",
    name: "countersign_database_up",
    help: "1 when Postgres answered the last question, at most 15 seconds ago.",
    samples: (facts) => [{ value: facts ? 1 : 0 }],
  },
  {
    kind: "gauge",
    name: "countersign_connections",
    help: "Connections by the status people see; absent while Postgres does not answer.",
    labels: ["status"],
    samples: (facts) =>
      Object.entries(facts?.connectionsByStatus ?? {}).map(([status, value]) => ({
        labels: { status },
        value,
      })),
  },
  {
    kind: "gauge",
    name: "countersign_open_incidents",
    help: "Provider incidents that have not ended; absent while Postgres does not answer.",
    labels: ["provider"],
    samples: (facts) =>
      Object.entries(facts?.openIncidents ?? {}).map(([provider, value]) => ({
        labels: { provider },
        value,
      })),
  },
  {
    kind: "gauge",
    name: "countersign_provider_addresses_differ",
    help: "1 where a provider's discovery document names other addresses than those in effect; absent while Postgres does not answer.",
    labels: ["provider"],
    samples: (facts) =>
      providerNames
        .filter(() => facts !== null)
        .map((provider) => ({ labels: { provider }, value: Number(facts?.namingOthers.includes(provider)) })),
  },
];

export const jobMetrics: readonly Metric<StoredFacts | null>[] = [
  {
    kind: "gauge",
    name: "countersign_jobs",
    help: "Jobs by queue and state; absent while Postgres does not answer.",
    labels: ["queue", "state"],
    samples: (facts) =>
      (facts?.jobs ?? []).flatMap(({ queue, ...states }) =>
        Object.entries(states).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  },
];

/** This process's own figures: they take no query. */
export const ownJobMetrics: readonly Metric<JobsState | undefined>[] = [
  {
    kind: "gauge",
    name: "countersign_jobs_running",
    help: "1 while the jobs of this process run, 0 while they can't; NaN where it has none.",
    samples: (state) => [{ value: state ? Number(state.problem === undefined) : Number.NaN }],
  },
];

/** The pool's own figures: no query. */
export const poolMetrics: readonly Metric<Database["pool"]>[] = [
  {
    kind: "gauge",
    name: "countersign_database_pool_connections",
    help: "This process's connections to Postgres: busy or idle.",
    labels: ["state"],
    samples: ({ totalCount, idleCount }) => [
      { labels: { state: "busy" }, value: totalCount - idleCount },
      { labels: { state: "idle" }, value: idleCount },
    ],
  },
  {
    kind: "gauge",
    name: "countersign_database_pool_limit",
    help: "Connections this process may hold.",
    samples: ({ options }) => [{ value: options.max }],
  },
  {
    kind: "gauge",
    name: "countersign_database_pool_waiting",
    help: "Who waits for a connection of the pool.",
    samples: ({ waitingCount }) => [{ value: waitingCount }],
  },
];

import type { TokenEngine } from "@/lib/token";
import type { HistogramMetric, Metric } from "./metric";

type TokenStats = Awaited<ReturnType<TokenEngine["stats"]>>;

const BREAKER_STATES = ["closed", "open", "trial"] as const;

const perProvider =
  (samples: (provider: TokenStats["providers"][number]) => [string, number][], label: string) =>
  ({ providers }: TokenStats) =>
    providers.flatMap((provider) =>
      samples(provider).map(([of, value]) => ({
        labels: { provider: provider.connectionType, [label]: of },
        value,
      })),
    );

export const tokenHistograms: readonly HistogramMetric<TokenStats>[] = [
  {
    name: "countersign_token_vend_duration_seconds",
    help: "How long vends took; one out of the cache takes no measurable time.",
    samples: ({ vendLatency }) => [{ value: vendLatency }],
  },
  {
    name: "countersign_token_refresh_duration_seconds",
    help: "How long the refreshes of this process took, from their claim to their outcome.",
    labels: ["provider"],
    samples: ({ providers }) =>
      providers.map(({ connectionType: provider, refreshLatency: value }) => ({
        labels: { provider },
        value,
      })),
  },
];

/** Counted by lib/token in plain numbers; read out at a scrape. */
export const tokenMetrics: readonly Metric<TokenStats>[] = [
  {
    kind: "counter",
    name: "countersign_token_vends_total",
    help: "Tokens asked for, by outcome: success, refused (the customer must act), failure.",
    labels: ["outcome"],
    samples: ({ vends }) => Object.entries(vends).map(([outcome, value]) => ({ labels: { outcome }, value })),
  },
  {
    kind: "counter",
    name: "countersign_token_cache_hits_total",
    help: "Vends served out of this process's cache, without a query.",
    samples: ({ cacheHits }) => [{ value: cacheHits }],
  },
  {
    kind: "gauge",
    name: "countersign_token_cache_tokens",
    help: "Tokens in this process's cache; 0 while Postgres notifications don't arrive.",
    samples: ({ cachedTokens }) => [{ value: cachedTokens }],
  },
  {
    kind: "counter",
    name: "countersign_token_refreshes_total",
    help: "Refreshes this process carried out, by provider and outcome: success or the error's code.",
    labels: ["provider", "outcome"],
    samples: perProvider(({ refreshes }) => [...refreshes], "outcome"),
  },
  {
    kind: "gauge",
    name: "countersign_token_refreshes_under_way",
    help: "Refreshes of this process that have not ended, those that wait for another process included.",
    samples: ({ refreshesUnderWay }) => [{ value: refreshesUnderWay }],
  },
  {
    kind: "counter",
    name: "countersign_token_lease_waits_total",
    help: "Refreshes that waited for another holder of the grant's lease.",
    labels: ["provider"],
    samples: ({ providers }) =>
      providers.map(({ connectionType: provider, leaseWaits: value }) => ({ labels: { provider }, value })),
  },
  {
    kind: "counter",
    name: "countersign_token_rotations_set_aside_total",
    help: "Rotated token sets that Postgres refuses as they are; they lie in the journal's quarantine.",
    labels: ["provider"],
    samples: ({ providers }) =>
      providers.map(({ connectionType: provider, setAside: value }) => ({ labels: { provider }, value })),
  },
  {
    kind: "counter",
    name: "countersign_token_doubted_lifetimes_total",
    help: "Lifetimes in token answers beyond reason, by provider and lifetime (access, refresh, hard); documented ones stood in.",
    labels: ["provider", "lifetime"],
    samples: perProvider(({ doubtedLifetimes }) => [...doubtedLifetimes], "lifetime"),
  },
  {
    kind: "gauge",
    name: "countersign_provider_breaker_state",
    help: "1 for the state the provider's breaker is in: closed, open, or trial (one call finds out).",
    labels: ["provider", "state"],
    samples: perProvider(
      ({ breaker }) => BREAKER_STATES.map((state) => [state, state === breaker ? 1 : 0]),
      "state",
    ),
  },
  {
    kind: "gauge",
    name: "countersign_journal_entries",
    help: "Rotated token sets that rest in the journal until Postgres has them; NaN when there is no readable journal.",
    samples: ({ journalEntries }) => [{ value: journalEntries ?? Number.NaN }],
  },
  {
    kind: "gauge",
    name: "countersign_audit_buffer_rows",
    help: "Audit rows taken and not yet committed.",
    samples: ({ auditBuffer }) => [{ value: auditBuffer.rows }],
  },
  {
    kind: "gauge",
    name: "countersign_audit_lag_seconds",
    help: "How long the oldest audit row not yet committed has waited; vending stops at 5.",
    samples: ({ auditBuffer }) => [{ value: auditBuffer.oldestMs / 1_000 }],
  },
];

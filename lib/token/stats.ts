import type { ErrorCode } from "@/lib/errors";
import type { TokenDeps } from "./deps";
import type { LatencyReading } from "./latency";
import type { LifetimeName } from "./providers/lifetimes";
import type { Breaker } from "./refresh/breaker";
import type { Refresher } from "./refresh/refresh";

/** A running token service in numbers: counts since its start, and how things stand now. */
export interface TokenStats {
  /** Every vend, those out of the cache included. */
  vends: Readonly<Record<"success" | "refused" | "failure", number>>;
  cacheHits: number;
  /** Latency of every vend; one out of the cache takes no measurable time. */
  vendLatency: LatencyReading;
  cachedTokens: number;
  refreshesUnderWay: number;
  providers: readonly ProviderStats[];
  /** Rotations that rest until Postgres has them, those of the machine's other processes included; null without a journal. */
  journalEntries: number | null;
  /** Audit rows taken and not yet committed. */
  auditBuffer: { rows: number; oldestMs: number };
}

interface ProviderStats {
  connectionType: string;
  refreshes: ReadonlyMap<"success" | ErrorCode, number>;
  leaseWaits: number;
  refreshLatency: LatencyReading;
  /** Rotations that could never be committed and lie in quarantine. */
  setAside: number;
  doubtedLifetimes: ReadonlyMap<LifetimeName, number>;
  breaker: Breaker["state"];
}

/** Costs no query; reads the names in the journal's folder. */
export async function readStats(deps: TokenDeps, refresher: Refresher): Promise<TokenStats> {
  const { counts, cache, breakers, journal, audit } = deps;
  const { cacheHits, otherVends } = counts;
  return {
    vends: { ...otherVends, success: otherVends.success + cacheHits },
    cacheHits,
    vendLatency: counts.vendLatency.read(cacheHits),
    cachedTokens: cache.size,
    refreshesUnderWay: refresher.underWay(),
    providers: [...counts.providers].map(([connectionType, counted]) => ({
      connectionType,
      refreshes: new Map(counted.refreshes),
      leaseWaits: counted.leaseWaits,
      setAside: counted.setAside,
      doubtedLifetimes: new Map(counted.doubtedLifetimes),
      refreshLatency: counted.latency.read(),
      breaker: breakers.get(connectionType)?.state ?? "closed",
    })),
    journalEntries: journal === null ? null : await journal.size(),
    auditBuffer: audit.backlog(),
  };
}

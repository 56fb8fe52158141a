import type { ErrorCode } from "@/lib/errors";
import { Latency } from "./latency";
import type { LifetimeName } from "./providers/lifetimes";

/** How a vend ended, in the words of its audit row. */
type VendOutcome = "success" | "refused" | "failure";
/** Success, or why a refresh that this process claimed failed. */
type RefreshOutcome = "success" | ErrorCode;

interface ProviderCounts {
  readonly refreshes: Map<RefreshOutcome, number>;
  /** Refreshes that found another holder of the lease and waited for it. */
  leaseWaits: number;
  /** Latency of refreshes that this process claimed, from the claim to their outcome. */
  readonly latency: Latency;
  /** Rotations that could never be committed. */
  setAside: number;
  /** Lifetimes in token answers that were not believed. */
  readonly doubtedLifetimes: Map<LifetimeName, number>;
}

/** What a process's token service has done since it started: plain numbers, raised where it happens. */
export interface TokenCounts {
  /** Vends out of the cache. Each succeeded, and is in no other count: a warm vend raises one number. */
  cacheHits: number;
  readonly otherVends: Record<VendOutcome, number>;
  /** Latency of the other vends. */
  readonly vendLatency: Latency;
  /** By connectionType. */
  readonly providers: ReadonlyMap<string, ProviderCounts>;
}

export function createTokenCounts(connectionTypes: Iterable<string>): TokenCounts {
  const providers = [...connectionTypes].map((name): [string, ProviderCounts] => [
    name,
    {
      refreshes: new Map([["success", 0]]),
      leaseWaits: 0,
      setAside: 0,
      doubtedLifetimes: new Map(),
      latency: new Latency(),
    },
  ]);
  return {
    cacheHits: 0,
    otherVends: { success: 0, refused: 0, failure: 0 },
    vendLatency: new Latency(),
    providers: new Map(providers),
  };
}

export function countRefresh(
  { providers }: TokenCounts,
  connectionType: string,
  outcome: RefreshOutcome,
  /** Unset for one that never claimed its grant. */
  tookMs?: number,
): void {
  const provider = providers.get(connectionType);
  if (!provider) return;
  provider.refreshes.set(outcome, (provider.refreshes.get(outcome) ?? 0) + 1);
  if (tookMs !== undefined) provider.latency.note(tookMs);
}

export function countLeaseWait({ providers }: TokenCounts, connectionType: string): void {
  const provider = providers.get(connectionType);
  if (provider) provider.leaseWaits++;
}

export function countSetAside({ providers }: TokenCounts, connectionType: string): void {
  const provider = providers.get(connectionType);
  if (provider) provider.setAside++;
}

export function countDoubted(
  { providers }: TokenCounts,
  connectionType: string,
  doubted: readonly LifetimeName[] = [],
): void {
  const counts = providers.get(connectionType)?.doubtedLifetimes;
  for (const lifetime of doubted) counts?.set(lifetime, (counts.get(lifetime) ?? 0) + 1);
}

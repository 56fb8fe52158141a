import type { Provider } from "./model";

export interface GrantCounters {
  provider: Provider;
  /** Intuit realmId or Xero user id. */
  owner: string;
  /** Refresh requests that reached us, whatever became of them. */
  refreshAttempts: number;
  /** Refreshes answered with tokens. */
  refreshes: number;
  maxRefreshesInFlight: number;
  /** Attempts that carried a value already replaced, inside the grace or not. */
  spentValueUses: number;
  invalidGrants: number;
  /** Virtual time of the last attempt, and the shortest distance between two. */
  lastAttemptAtMs: number | null;
  minAttemptGapMs: number | null;
}

interface ProviderCounters {
  tokenRequests: { authorization_code: number; refresh_token: number; other: number };
  /** Those that came to the address to which the discovery document may say that it moved. */
  movedTokenRequests: number;
  refreshes: number;
  spentValueUses: number;
  /** Refresh requests whose value we never issued. */
  unknownValueUses: number;
  invalidClients: number;
  maxRefreshesInFlightPerGrant: number;
  apiCalls: number;
  connectionsCalls: number;
  revokes: number;
  rateLimited: number;
  faultsApplied: number;
}

export interface Counters {
  qbo: ProviderCounters;
  xero: ProviderCounters;
  grants: Record<string, GrantCounters>;
}

/** What tests read to prove how often, and how concurrently, we were called. */
export class CounterBoard {
  #providers = { qbo: emptyProviderCounters(), xero: emptyProviderCounters() };
  #grants = new Map<string, GrantCounters>();
  readonly #inFlight = new Map<string, number>();

  of(provider: Provider): ProviderCounters {
    return this.#providers[provider];
  }

  ofGrant(grantId: string, provider: Provider, owner: string): GrantCounters {
    const known = this.#grants.get(grantId);
    if (known) return known;
    const fresh: GrantCounters = {
      provider,
      owner,
      refreshAttempts: 0,
      refreshes: 0,
      maxRefreshesInFlight: 0,
      spentValueUses: 0,
      invalidGrants: 0,
      lastAttemptAtMs: null,
      minAttemptGapMs: null,
    };
    this.#grants.set(grantId, fresh);
    return fresh;
  }

  attemptRefresh(counters: GrantCounters, nowMs: number): void {
    counters.refreshAttempts += 1;
    if (counters.lastAttemptAtMs !== null) {
      const gapMs = nowMs - counters.lastAttemptAtMs;
      counters.minAttemptGapMs = Math.min(counters.minAttemptGapMs ?? gapMs, gapMs);
    }
    counters.lastAttemptAtMs = nowMs;
  }

  /** Notes a request under way; returns how many share its key now. */
  enter(key: string): number {
    const count = (this.#inFlight.get(key) ?? 0) + 1;
    this.#inFlight.set(key, count);
    return count;
  }

  leave(key: string): void {
    const count = (this.#inFlight.get(key) ?? 0) - 1;
    if (count > 0) this.#inFlight.set(key, count);
    else this.#inFlight.delete(key);
  }

  reset(): void {
    this.#providers = { qbo: emptyProviderCounters(), xero: emptyProviderCounters() };
    this.#grants = new Map();
  }

  read(): Counters {
    return structuredClone({ ...this.#providers, grants: Object.fromEntries(this.#grants) });
  }
}

function emptyProviderCounters(): ProviderCounters {
  return {
    tokenRequests: { authorization_code: 0, refresh_token: 0, other: 0 },
    movedTokenRequests: 0,
    refreshes: 0,
    spentValueUses: 0,
    unknownValueUses: 0,
    invalidClients: 0,
    maxRefreshesInFlightPerGrant: 0,
    apiCalls: 0,
    connectionsCalls: 0,
    revokes: 0,
    rateLimited: 0,
    faultsApplied: 0,
  };
}

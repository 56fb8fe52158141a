interface Window {
  startMs: number;
  count: number;
}

/** A limit on one key: so many calls in each window of virtual time. */
interface Limit {
  key: string;
  perMs: number;
  max: number;
}

interface LimitState extends Limit {
  remaining: number;
  exceeded: boolean;
  resetsInMs: number;
}

/** Fixed-window counting of calls, as both providers publish their limits. */
export class RateLimits {
  readonly #windows = new Map<string, Window>();

  /** Counts one call against every limit; a call over any limit counts against none. */
  spend(limits: Limit[], nowMs: number): LimitState[] {
    const windows = limits.map((limit) => this.#window(limit, nowMs));
    const allowed = limits.every((limit, index) => (windows[index]?.count ?? 0) < limit.max);
    return limits.map((limit, index) => {
      const window = windows[index] ?? { startMs: nowMs, count: 0 };
      const exceeded = window.count >= limit.max;
      if (allowed) window.count += 1;
      const resetsInMs = window.startMs + limit.perMs - nowMs;
      return { ...limit, remaining: Math.max(0, limit.max - window.count), exceeded, resetsInMs };
    });
  }

  #window(limit: Limit, nowMs: number): Window {
    const known = this.#windows.get(limit.key);
    if (known && nowMs < known.startMs + limit.perMs) return known;
    const fresh = { startMs: nowMs, count: 0 };
    this.#windows.set(limit.key, fresh);
    return fresh;
  }
}

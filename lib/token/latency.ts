/** Upper bounds of the buckets, in milliseconds; what took longer is in none of them. */
const BOUNDS_MS = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000] as const;

/** How long something took, as a histogram: plain numbers, raised where it happens. */
export class Latency {
  private readonly counts = BOUNDS_MS.map(() => 0);
  private total = 0;
  private sumMs = 0;

  note(ms: number): void {
    const tookMs = Math.max(0, ms);
    const bucket = BOUNDS_MS.findIndex((bound) => tookMs <= bound);
    if (bucket >= 0) this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total++;
    this.sumMs += tookMs;
  }

  /** @param instant How many more took no measurable time. */
  read(instant = 0): LatencyReading {
    let below = instant;
    const buckets = BOUNDS_MS.map((boundMs, index) => {
      below += this.counts[index] ?? 0;
      return { boundMs, count: below };
    });
    return { buckets, count: this.total + instant, sumMs: this.sumMs };
  }
}

/** @see https://prometheus.io/docs/concepts/metric_types/#histogram */
export interface LatencyReading {
  /** How many took at most `boundMs`, those of smaller bounds included. */
  buckets: readonly { boundMs: number; count: number }[];
  count: number;
  sumMs: number;
}

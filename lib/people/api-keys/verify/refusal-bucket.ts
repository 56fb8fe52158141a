import { CountersignError } from "@/lib/errors";
import { networksOf } from "../../network-of";

/** Refused keys: so many at once, and so many a second from then on. An address, and its neighbours together. */
const AN_ADDRESS = { most: 30, perSecond: 0.5 };
const A_SITE = { most: 120, perSecond: 2 };
/** Senders that are told apart; the others share one bucket. */
const SENDERS = 10_000;
const THE_OTHERS = { most: 1_000, perSecond: 16 };
const SWEEP_EVERY_MS = 10_000;

interface Rate {
  most: number;
  perSecond: number;
}

interface Bucket {
  rate: Rate;
  left: number;
  atMs: number;
}

/** What wrong keys of one sender cost this process at most. It is judged in memory, before any query. */
export class RefusalBucket {
  readonly #buckets = new Map<string, Bucket>();
  #sweptAtMs = 0;

  /**
   * Takes one try, to be given back where the key turns out good.
   *
   * @throws {CountersignError} `rate_limited` with `retryAfterMs`: none is left.
   */
  take(address: string, nowMs: number): void {
    const buckets = this.#bucketsOf(address, nowMs);
    const waitMs = Math.max(...buckets.map(({ left, rate }) => ((1 - left) / rate.perSecond) * 1_000));
    if (waitMs > 0) {
      const message = "Too many wrong keys came from your network.";
      throw new CountersignError("rate_limited", message, { retryAfterMs: Math.ceil(waitMs) });
    }
    for (const bucket of buckets) bucket.left -= 1;
  }

  /** Takes one of somebody who was answered without a query of their own. */
  charge(address: string, nowMs: number): void {
    for (const bucket of this.#bucketsOf(address, nowMs)) bucket.left = Math.max(0, bucket.left - 1);
  }

  giveBack(address: string, nowMs: number): void {
    for (const bucket of this.#bucketsOf(address, nowMs))
      bucket.left = Math.min(bucket.rate.most, bucket.left + 1);
  }

  #bucketsOf(ipAddress: string, nowMs: number): Bucket[] {
    const { address, site } = networksOf(ipAddress);
    return [this.#bucket(address, AN_ADDRESS, nowMs), this.#bucket(`site ${site}`, A_SITE, nowMs)];
  }

  #bucket(sender: string, rate: Rate, nowMs: number): Bucket {
    const known = this.#buckets.get(sender);
    if (known) return refill(known, nowMs);
    if (this.#buckets.size >= SENDERS) this.#sweep(nowMs);
    if (this.#buckets.size >= SENDERS && sender !== "others")
      return this.#bucket("others", THE_OTHERS, nowMs);
    const bucket = { rate, left: rate.most, atMs: nowMs };
    this.#buckets.set(sender, bucket);
    return bucket;
  }

  /** Forgets those who have been quiet long enough to be like anybody. */
  #sweep(nowMs: number): void {
    if (Math.abs(nowMs - this.#sweptAtMs) < SWEEP_EVERY_MS) return;
    this.#sweptAtMs = nowMs;
    for (const [sender, bucket] of this.#buckets) {
      if (refill(bucket, nowMs).left >= bucket.rate.most) this.#buckets.delete(sender);
    }
  }
}

function refill(bucket: Bucket, nowMs: number): Bucket {
  const seconds = Math.max(0, nowMs - bucket.atMs) / 1_000;
  bucket.left = Math.min(bucket.rate.most, bucket.left + seconds * bucket.rate.perSecond);
  bucket.atMs = nowMs;
  return bucket;
}

import { CountersignError } from "@/lib/errors";
import type { ApiKey } from "@/lib/people";
import { MINUTE_MS } from "@/lib/time/durations";

/** What a key may still ask, as its answers' headers say it. */
export interface Allowance {
  /** Requests a minute. */
  limit: number;
  /** Requests that may follow at once. */
  remaining: number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** A bucket a key: a minute's requests at once at most, and as many a minute after that. Each process counts its own. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #nowMs: () => number;

  /** @param nowMs A monotonic clock. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @throws {CountersignError} `rate_limited` */
  take({ id, limitPerMinute: limit }: Pick<ApiKey, "id" | "limitPerMinute">): Allowance {
    const nowMs = this.#nowMs();
    const bucket = this.#bucketOf(id, limit, nowMs);
    if (bucket.tokens < 1) {
      const retryAfterMs = Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / limit);
      const message = `This key may ask ${limit.toLocaleString("en")} times a minute, and has.`;
      const nextStep = "Keep tokens until their refresh_after, or give the key a higher limit.";
      throw new CountersignError("rate_limited", message, { nextStep, retryAfterMs });
    }
    bucket.tokens -= 1;
    return { limit, remaining: Math.floor(bucket.tokens) };
  }

  #bucketOf(id: string, limit: number, nowMs: number): Bucket {
    const bucket = this.#buckets.get(id);
    if (!bucket) {
      const full = { tokens: limit, filledAtMs: nowMs };
      this.#buckets.set(id, full);
      return full;
    }
    const gained = ((nowMs - bucket.filledAtMs) * limit) / MINUTE_MS;
    bucket.tokens = Math.min(limit, bucket.tokens + gained);
    bucket.filledAtMs = nowMs;
    return bucket;
  }
}

/** @see draft-ietf-httpapi-ratelimit-headers-10 */
export function limitHeaderList({ limit, remaining }: Allowance): [string, string, string, string] {
  return ["RateLimit-Policy", `"key";q=${limit};w=60`, "RateLimit", `"key";r=${remaining};t=60`];
}

export function limitHeaders(allowance: Allowance): Record<string, string> {
  const [policyName, policy, name, value] = limitHeaderList(allowance);
  return { [policyName]: policy, [name]: value };
}

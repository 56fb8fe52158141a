import { HOUR_MS, MINUTE_MS } from "@/lib/time/durations";

/**
 * The wait after each failed attempt: ten attempts over about three days.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const WAITS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
export const MAX_ATTEMPTS = WAITS_MS.length + 1;

/**
 * When a message that failed is tried again; null after its last attempt.
 *
 * @param attempts So far.
 * @param random Uniform in [0, 1): a wait is up to a fifth longer, so that what failed together does not come back together.
 */
export function nextAttemptAt(attempts: number, atMs: number, random: () => number): Date | null {
  const waitMs = WAITS_MS[attempts - 1];
  return waitMs === undefined ? null : new Date(atMs + waitMs * (1 + random() / 5));
}

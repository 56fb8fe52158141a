import { isCode } from "@/lib/errors";
import { ProviderUnavailableError } from "./errors";

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

/** Stops a process from asking a provider that fails everyone; one trial call at a time finds out when it is back. */
export interface Breaker {
  /** @throws {ProviderUnavailableError} while open; `retryAfterMs` says for how long. */
  admit(): void;
  /** Gives an admission back that led to no call. */
  release(): void;
  /** Tells how an admitted call ended: without an error, or with which. */
  settle(error?: unknown): void;
  readonly state: "closed" | "open" | "trial";
}

/** @see https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker */
export function createBreaker(
  displayName: string,
  { nowMs, random }: { nowMs: () => number; random: () => number },
): Breaker {
  let failures = 0;
  let closedAgainAtMs = 0;
  let trialUntilMs = 0;

  const stateAt = (atMs: number) => {
    if (failures < FAILURES_TO_OPEN) return "closed";
    return atMs < closedAgainAtMs || atMs < trialUntilMs ? "open" : "trial";
  };
  return {
    get state() {
      return stateAt(nowMs());
    },
    admit() {
      const atMs = nowMs();
      const state = stateAt(atMs);
      if (state === "closed") return;
      if (state === "trial") {
        trialUntilMs = atMs + OPEN_MS;
        return;
      }
      const retryAfterMs = Math.max(closedAgainAtMs, trialUntilMs) - atMs;
      throw new ProviderUnavailableError(`${displayName} is having trouble; we will try again shortly.`, {
        retryAfterMs,
      });
    },
    release() {
      trialUntilMs = 0;
    },
    settle(error) {
      trialUntilMs = 0;
      if (!isCode(error, "provider_unavailable")) {
        failures = 0;
        return;
      }
      failures++;
      if (failures >= FAILURES_TO_OPEN) closedAgainAtMs = nowMs() + OPEN_MS * (1 + random() / 2);
    },
  };
}

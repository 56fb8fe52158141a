import { isCode } from "@/lib/errors";
import { ClientRejectedError, ProviderUnavailableError } from "../errors";

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

/**
 * Stops a process from asking a provider that fails everyone, or that refuses this process's client id and secret; one
 * trial call at a time finds out when that is over.
 */
export interface Breaker {
  /** @throws {CountersignError} `provider_unavailable` or `client_rejected` while open; `retryAfterMs` says for how long. */
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
  let refused: ClientRejectedError | undefined;

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
      if (refused) throw new ClientRejectedError(refused.message, { retryAfterMs });
      throw new ProviderUnavailableError(`${displayName} is having trouble; we will try again shortly.`, {
        retryAfterMs,
      });
    },
    release() {
      trialUntilMs = 0;
    },
    settle(error) {
      trialUntilMs = 0;
      if (!isCode(error, "provider_unavailable", "client_rejected")) {
        failures = 0;
        return;
      }
      refused = isCode(error, "client_rejected") ? error : undefined;
      failures++;
      if (failures >= FAILURES_TO_OPEN) closedAgainAtMs = nowMs() + OPEN_MS * (1 + random() / 2);
    },
  };
}

import { performance } from "node:perf_hooks";
import type { Clock } from "@/lib/clock";

/** The database's clock, read locally: no process trusts its own machine's clock for an expiry. */
export interface DatabaseClock extends Clock {
  /** Takes what the database just said the time is. */
  observe(databaseNowMs: number): void;
}

/** Runs on the machine's clock until the first observation, and on the monotonic timer after it. */
export function createDatabaseClock(): DatabaseClock {
  let offsetMs = Date.now() - performance.now();
  return {
    nowMs: () => Math.round(performance.now() + offsetMs),
    observe: (databaseNowMs) => {
      offsetMs = databaseNowMs - performance.now();
    },
  };
}

import { performance } from "node:perf_hooks";
import { z } from "zod";
import type { DatabaseClock } from "@/lib/db";

const READ_AGAIN_MS = 2_000;
const PATIENCE_MS = 2_000;

const clockState = z.object({ nowMs: z.number(), rate: z.number() });

/** The database's clock until it is told to follow the simulator's. */
export interface SimulatorClock extends DatabaseClock {
  readonly rate: number;
  /** Takes what the simulator just said the time is, and how fast it runs. */
  follow(simulated: { nowMs: number; rate: number }): void;
}

export function createSimulatorClock(database: DatabaseClock): SimulatorClock {
  let followed: { nowMs: number; rate: number; readAtMs: number } | undefined;
  return {
    get rate() {
      return followed?.rate ?? 1;
    },
    nowMs: () =>
      followed
        ? Math.round(followed.nowMs + (performance.now() - followed.readAtMs) * followed.rate)
        : database.nowMs(),
    observe: database.observe,
    follow: (simulated) => {
      followed = { ...simulated, readAtMs: performance.now() };
    },
  };
}

/**
 * Lets a clock follow the provider simulator's, if that runs at another rate than the world's when this process
 * starts. One that keeps the world's time changes nothing.
 *
 * @param ask Global `fetch`, or a test's.
 */
export async function followIfItRuns(
  clock: SimulatorClock,
  simulatorUrl: string,
  log: { warn(fields: Record<string, unknown>, message: string): void },
  ask: typeof fetch = fetch,
): Promise<void> {
  const read = async () => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await ask(`${simulatorUrl}/control/clock`, { cache: "no-store", signal });
    return clockState.parse(await response.json());
  };
  try {
    const simulated = await read();
    if (simulated.rate === 1) return;
    clock.follow(simulated);
  } catch (error) {
    log.warn({ error: (error as Error).message }, "The simulator does not tell its time");
    return;
  }
  // A simulator that is away goes on as it ran.
  setInterval(() => void read().then(clock.follow, () => {}), READ_AGAIN_MS).unref();
}

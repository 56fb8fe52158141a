import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { asDatabaseFailure, isValueRefused, sqlStateOf } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { backOff } from "@/lib/time/back-off";

const RETRY = { firstMs: 50, maxMs: 1_000 };
/** A failure that is not the database's trouble is believed when it comes again and again. */
const TRIES_TO_BELIEVE = 5;

/** What was to be stored is refused as it is, and will be for ever. */
export class CannotBeStoredError extends Error {
  /** The SQLSTATE, or the name of an error that Postgres did not raise. */
  readonly reason: string;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.reason = sqlStateOf(cause) ?? cause.name;
  }
}

/**
 * Stores what can't be had twice, trying again while the database is in trouble.
 *
 * @param store Runs whole or not at all.
 * @param patienceMs How long the database's trouble is waited out.
 * @throws {CannotBeStoredError} No waiting helps.
 * @throws {CountersignError} `database_unavailable`: the patience ended first; and what `store` throws of ours.
 */
export async function untilStored<T>(
  store: () => Promise<T>,
  patienceMs: number,
  onWait: (reason: string) => void,
): Promise<T> {
  const giveUpAtMs = performance.now() + patienceMs;
  for (let tries = 1; ; tries++) {
    const delayMs = backOff(RETRY, tries - 1);
    try {
      return await store();
    } catch (error) {
      if (error instanceof CountersignError) throw error;
      const failure = error instanceof Error ? error : new Error("unknown");
      if (!mayPass(failure)) {
        if (tries >= TRIES_TO_BELIEVE) throw new CannotBeStoredError(failure);
      } else if (performance.now() + delayMs > giveUpAtMs) throw databaseFailure(failure);
      onWait(failure.message);
    }
    await pause(delayMs);
  }
}

/** Whatever Postgres says of itself, of our rights or of a statement may be mended; what it says of the values may not. */
function mayPass(error: Error): boolean {
  if (asDatabaseFailure(error)) return true;
  return sqlStateOf(error) !== undefined && !isValueRefused(error);
}

function databaseFailure(cause: Error): CountersignError {
  const message = "The database could not store it.";
  return asDatabaseFailure(cause) ?? new CountersignError("database_unavailable", message, { cause });
}

import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError, isCode } from "@/lib/errors";
import { requestContext } from "@/lib/request-context";
import { waitWords } from "@/lib/time/wait-words";
import { signInRoomOf } from "../sign-in-room";

const WINDOW_MS = 15 * 60_000;

/** The quarter of an hour in which attempts are counted. */
export function attemptWindow({ clock }: { clock: Clock }): { startMs: number; retryAfterMs: number } {
  const nowMs = clock.nowMs();
  const startMs = nowMs - (nowMs % WINDOW_MS);
  return { startMs, retryAfterMs: startMs + WINDOW_MS - nowMs };
}

/**
 * Runs what a stranger may ask for in the room that sign-ins share: as many at once, and what fails is charged to the
 * same budget of its network.
 *
 * @throws {CountersignError} `too_many_attempts`: there is no room.
 */
export async function inHashingRoom<T>(
  deps: { database: Database; clock: Clock },
  work: () => Promise<T>,
): Promise<T> {
  const room = signInRoomOf(deps.database).enter(requestContext().ipAddress, attemptWindow(deps), false);
  if ("reason" in room) throw tooMany("attempts from your network", room.retryAfterMs);
  let refunded = true;
  try {
    return await work();
  } catch (error) {
    refunded = !isCode(error, "not_allowed", "too_many_attempts");
    throw error;
  } finally {
    room.leave(refunded);
  }
}

/** @param what Too many of what. */
export function tooMany(what: string, retryAfterMs: number): CountersignError {
  const nextStep = `Try again in ${waitWords(retryAfterMs)}.`;
  return new CountersignError("too_many_attempts", `Too many ${what}.`, { retryAfterMs, nextStep });
}

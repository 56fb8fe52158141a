import { CountersignError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/process";

/** At once in one process, whose connections and time they share with everybody else. */
const MAX_PER_USER = 2;
const MAX_IN_ALL = 8;
const RETRY_MS = 30_000;

/** Whose work is running. */
const running = oncePerProcess<string[]>("longWork", () => []);

/**
 * Takes a place for work that lasts, an export for instance.
 *
 * @returns Gives the place back; further calls do nothing.
 * @throws {CountersignError} `too_many_attempts` when this user, or everybody together, has as many as may run.
 */
export function longWork(userId: string): () => void {
  const own = running.filter((id) => id === userId).length;
  if (own >= MAX_PER_USER || running.length >= MAX_IN_ALL) {
    const message =
      own >= MAX_PER_USER
        ? `${own} exports of yours are running. Wait until one has ended, or end it.`
        : "As many exports are running as this server allows. Try again in a moment.";
    throw new CountersignError("too_many_attempts", message, { retryAfterMs: RETRY_MS });
  }
  running.push(userId);
  let held = true;
  return () => {
    if (held) running.splice(running.indexOf(userId), 1);
    held = false;
  };
}

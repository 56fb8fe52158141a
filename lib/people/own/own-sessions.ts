import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { endSessions } from "../sessions";
import { keepOnlyThis, type OwnSession } from "./keep-only-this";

interface OwnDeps {
  database: Database;
  clock: Clock;
}

/**
 * Ends one of a person's own sessions.
 *
 * @throws {CountersignError} `not_found`: it has ended, or is another person's.
 */
export async function endOneOfMine({ database, clock }: OwnDeps, session: OwnSession): Promise<void> {
  await database.transaction(async (tx) => {
    if ((await endSessions(tx, session, "ended", clock.nowMs())) > 0) return;
    throw new CountersignError("not_found", "You have no such session. It may have ended already.");
  });
}

/**
 * Ends all sessions of a person but the one they use, and every sign-in of theirs that is under way.
 *
 * @returns How many sessions ended.
 */
export function endAllOthers({ database, clock }: OwnDeps, here: OwnSession): Promise<number> {
  return database.transaction((tx) => keepOnlyThis(tx, here, { why: "ended", atMs: clock.nowMs() }));
}

import type { Sql, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { endSessions } from "../sessions";

/** A person by the session they use. */
export interface OwnSession {
  userId: string;
  sessionId: string;
}

/**
 * Raises a person's session version, which ends every session and every sign-in under way, and takes this session along.
 * To be called in a transaction.
 *
 * @param version What the caller judged by: a change that came first counts.
 * @returns How many other sessions ended.
 * @throws {CountersignError} `not_signed_in`: the session ended, or the person was changed or disabled meanwhile.
 */
export async function keepOnlyThis(
  tx: Sql,
  { userId, sessionId }: OwnSession,
  { version, why, atMs }: { version?: number; why: "password" | "ended"; atMs: number },
): Promise<number> {
  const [raised] = await tx.query<Pick<User, "sessionVersion">>(
    `UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1
     WHERE id = $1 AND "disabledAt" IS NULL AND ($2::int IS NULL OR "sessionVersion" = $2) RETURNING "sessionVersion"`,
    [userId, version ?? null],
  );
  if (!raised) throw ended();
  const kept = await tx.query(
    `UPDATE "Session" SET "sessionVersion" = $3 WHERE id = $1 AND "userId" = $2 AND "sessionVersion" = $3 - 1
       AND "expiresAt" > $4 RETURNING id`,
    [sessionId, userId, raised.sessionVersion, new Date(atMs)],
  );
  if (kept.length === 0) throw ended();
  return endSessions(tx, { userId, exceptSessionId: sessionId }, why, atMs);
}

function ended(): CountersignError {
  return new CountersignError("not_signed_in", "Your session has ended.", { unchanged: true });
}

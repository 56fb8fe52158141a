import type { Person } from "@/lib/actor";
import type { Database, Narrowed, User as UserRow } from "@/lib/db";
import { isRole, type Role } from "./roles";

/** The person behind a request, as the database has them now. */
export type User = Person & Pick<Narrowed<UserRow, { role: Role }>, "email" | "name" | "role" | "timeZone">;

/** A session that has begun, and whose it is. */
export interface SessionUser {
  id: string;
  sessionId: string;
}

/** A session ends after a working day, however busy it was. */
export const SESSION_SECONDS = 8 * 60 * 60;

/** What a session cookie holds: no name, no role, no secret. */
export interface SessionClaims {
  /** The user's id. */
  sub: string;
  /** The session's id. */
  sid: string;
  startedAtMs: number;
}

/**
 * Reads whether the session goes on and who its user is now. Called at every request: a session that was ended, a
 * disabled or a downgraded user is one the next request already knows about.
 *
 * @param seenAtMs When its person is seen by it; absent where no person asks.
 * @returns null when the session was ended, or the user is gone or disabled.
 */
export async function userOf(
  database: Database,
  claims: SessionClaims | null,
  seenAtMs?: number,
): Promise<User | null> {
  if (!claims) return null;
  const [found] = await database.query<Omit<User, "kind"> & { lastSeenAt: Date }>(
    `SELECT u.id, u.email, u.name, u.role, u."timeZone", s."lastSeenAt" FROM "Session" s JOIN "User" u ON u.id = s."userId"
     WHERE s.id = $1 AND u.id = $2 AND s."sessionVersion" = u."sessionVersion" AND u."disabledAt" IS NULL`,
    [claims.sid, claims.sub],
  );
  if (!found || !isRole(found.role)) return null;
  const { lastSeenAt, ...user } = found;
  // Nothing waits for it: a request is no slower for it, and a database that only reads answers all the same.
  if (seenAtMs !== undefined && seenAtMs - lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    noteSeen(database, claims, seenAtMs).catch(() => undefined);
  }
  return { kind: "person", ...user };
}

const SEEN_EVERY_MS = 5 * 60_000;

/** Two statements, each with a lock of its own: a change of the user locks the user first, and then the sessions. */
async function noteSeen(database: Database, { sid, sub }: SessionClaims, atMs: number): Promise<void> {
  const noted = await database.query(
    `UPDATE "Session" SET "lastSeenAt" = $2 WHERE id = $1 AND "lastSeenAt" <= $3 RETURNING id`,
    [sid, new Date(atMs), new Date(atMs - SEEN_EVERY_MS)],
  );
  if (noted.length === 0) return;
  await database.query(`UPDATE "User" SET "lastSeenAt" = $2 WHERE id = $1`, [sub, new Date(atMs)]);
}

/** How long a proof of who one is counts for what `needsProof` names. */
const PROOF_MS = 5 * 60_000;

/** Whether a session's person proved within the last minutes who they are, by signing in or since. */
export async function isFreshlyProved(
  database: Database,
  claims: SessionClaims | null,
  nowMs: number,
): Promise<boolean> {
  if (!claims) return false;
  const proved = await database.query(
    `SELECT 1 FROM "Session" WHERE id = $1 AND "userId" = $2 AND COALESCE("provedAt", "startedAt") > $3`,
    [claims.sid, claims.sub, new Date(nowMs - PROOF_MS)],
  );
  return proved.length > 0;
}

import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { type AuditEvent, recordAudits } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { requestContext } from "@/lib/request-context";
import { SESSION_SECONDS, type SessionClaims, type SessionUser } from "./session-user";

/**
 * Begins a session of a user who has just been recognised.
 *
 * @param provedAtMs When they proved who they are, where that was not just now.
 * @throws {CountersignError} `not_signed_in` when the user was disabled or changed meanwhile.
 */
export async function beginSession(
  sql: Sql,
  user: { id: string; sessionVersion: number },
  nowMs: number,
  provedAtMs?: number,
): Promise<SessionUser> {
  const sessionId = randomUUID();
  const { userAgent, ipAddress } = requestContext();
  const begun = await sql.query(
    `WITH person AS (
       UPDATE "User" SET "lastSeenAt" = $4
       WHERE id = $2 AND "sessionVersion" = $3 AND "disabledAt" IS NULL RETURNING id, "sessionVersion"
     )
     INSERT INTO "Session"
       (id, "userId", "sessionVersion", "startedAt", "lastSeenAt", "expiresAt", "userAgent", "ipAddress", "provedAt")
     SELECT $1, id, "sessionVersion", $4, $4, $5, $6, $7, $8 FROM person RETURNING id`,
    [
      sessionId,
      user.id,
      user.sessionVersion,
      new Date(nowMs),
      new Date(nowMs + SESSION_SECONDS * 1_000),
      userAgent,
      ipAddress,
      provedAtMs === undefined ? null : new Date(provedAtMs),
    ],
  );
  if (begun.length === 0) throw new CountersignError("not_signed_in", "Email or password is not right.");
  return { id: user.id, sessionId };
}

/** Why a session ends: its person signed out or signed in anew, its user was changed, an admin ended it, or its working day is over. */
type Why = "sign_out" | "replaced" | "password" | "role" | "disabled" | "second_factor" | "ended" | "expired";

type Which = { userId: string; sessionId?: string; exceptSessionId?: string } | { expiredAtMs: number };

const SESSIONS: Actor = { kind: "system", id: "sessions" };

/** Rows that one statement carries. */
const AT_ONCE = 1_000;

/**
 * Ends sessions: a copy of their cookie opens nothing from here on. Every way out of a session leads through here, and
 * each session leaves its audit row. To be called in a transaction.
 *
 * @param by Who ended them, where that is not the context's actor.
 * @returns How many went on until now.
 */
export async function endSessions(
  tx: Sql,
  which: Which,
  why: Why,
  nowMs: number,
  by?: Actor,
): Promise<number> {
  const ended = await removeSessions(tx, which);
  const events = ended.map(
    ({ userId }): AuditEvent => ({
      operation: why === "sign_out" ? "session.sign_out" : "session.end",
      outcome: "success",
      by,
      via: ["POST", why === "sign_out" ? "/sign-out" : `/users/${userId}/sessions/${why}`],
      responseStatus: 200,
      atMs: nowMs,
    }),
  );
  for (let first = 0; first < events.length; first += AT_ONCE) {
    await recordAudits(tx, events.slice(first, first + AT_ONCE));
  }
  return ended.length;
}

function removeSessions(tx: Sql, which: Which): Promise<{ userId: string }[]> {
  if ("userId" in which) {
    return tx.query(
      `DELETE FROM "Session" WHERE "userId" = $1 AND ($2::text IS NULL OR id = $2)
         AND ($3::text IS NULL OR id <> $3) RETURNING "userId"`,
      [which.userId, which.sessionId ?? null, which.exceptSessionId ?? null],
    );
  }
  return tx.query(
    `DELETE FROM "Session" WHERE id IN (SELECT id FROM "Session" WHERE "expiresAt" <= $1
       ORDER BY "expiresAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING "userId"`,
    [new Date(which.expiredAtMs)],
  );
}

/** Ends the one session that a cookie opens. */
export function endOwnSession(
  { database, clock }: { database: Database; clock: Clock },
  { sub: userId, sid: sessionId }: SessionClaims,
  why: "sign_out" | "replaced",
): Promise<number> {
  const owner: Actor = { kind: "person", id: userId };
  return database.transaction((tx) => endSessions(tx, { userId, sessionId }, why, clock.nowMs(), owner));
}

/** Ends the sessions whose working day is over. */
export function endExpiredSessions({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<number> {
  const nowMs = clock.nowMs();
  return database.transaction((tx) => endSessions(tx, { expiredAtMs: nowMs }, "expired", nowMs, SESSIONS));
}

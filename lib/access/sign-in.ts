import { createHash } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { isPassword, MAX_PASSWORD_CHARACTERS } from "./password";

interface SignInDeps {
  database: Database;
  clock: Clock;
}

/** Whom a session is for. The session version makes it end early; see `users.ts`. */
export interface SessionUser {
  id: string;
  sessionVersion: number;
}

const WINDOW_MS = 15 * 60_000;
/** Windows are fixed, so two neighbours bound any quarter of an hour: at most 100 guesses an account reach hashing. */
const GUESSES_PER_WINDOW = 50;

/**
 * Checks a person's e-mail address and password. Every attempt does the same work and leaves one audit row, whether
 * the account is known or not, so that neither the answer nor its time tells which part was wrong.
 *
 * @throws {CountersignError} `not_signed_in` for a wrong address or password and for disabled users;
 * `too_many_attempts` with `retryAfterMs` when the account's guesses are used up.
 */
export async function signIn(
  { database, clock }: SignInDeps,
  { email, password }: { email: string; password: string },
): Promise<SessionUser> {
  const startedAtMs = clock.nowMs();
  const address = normalEmail(email);
  const account = {
    hash: accountHash(address),
    windowStart: new Date(startedAtMs - (startedAtMs % WINDOW_MS)),
  };
  if (!(await countGuess(database, account))) {
    const retryAfterMs = account.windowStart.getTime() + WINDOW_MS - startedAtMs;
    await auditSignIn(database, {
      userId: UNKNOWN,
      status: 429,
      reason: "too many attempts",
      atMs: startedAtMs,
    });
    const minutes = Math.ceil(retryAfterMs / 60_000);
    throw new CountersignError(
      "too_many_attempts",
      `Too many attempts for this account. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
      { retryAfterMs },
    );
  }

  const [user] = await database.query<UserRow>(
    'SELECT id, "passwordHash", "sessionVersion", "disabledAt" FROM "User" WHERE email = $1',
    [address],
  );
  const tooLong = [...password].length > MAX_PASSWORD_CHARACTERS;
  const matches = await isPassword(user?.passwordHash, tooLong ? "" : password);
  const reason = !user
    ? "unknown account"
    : !matches
      ? "wrong password"
      : user.disabledAt
        ? "user is disabled"
        : "";
  const entry = { userId: user?.id ?? UNKNOWN, status: reason ? 401 : 200, reason, atMs: startedAtMs };
  if (!user || reason) {
    await auditSignIn(database, entry);
    throw new CountersignError("not_signed_in", "Email or password is not right.");
  }
  await database.transaction(async (tx) => {
    await tx.query(
      'UPDATE "SignInAttempt" SET count = count - 1 WHERE "accountHash" = $1 AND "windowStart" = $2',
      [account.hash, account.windowStart],
    );
    await auditSignIn(tx, entry);
  });
  return { id: user.id, sessionVersion: user.sessionVersion };
}

/** The form in which addresses are stored and compared. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

interface UserRow {
  id: string;
  passwordHash: string;
  sessionVersion: number;
  disabledAt: Date | null;
}

/** Never the address as typed: people type passwords into the wrong field. */
const UNKNOWN = "unknown";

function accountHash(address: string): string {
  return createHash("sha256").update(address).digest("hex");
}

/** Counts before any hashing and in one statement, so that parallel guesses can't pass the limit together. */
async function countGuess(sql: Sql, account: { hash: string; windowStart: Date }): Promise<boolean> {
  const rows = await sql.query(
    `WITH stale AS (
       SELECT ctid FROM "SignInAttempt" WHERE "windowStart" < $2::timestamptz - interval '1 day'
       LIMIT 100 FOR UPDATE SKIP LOCKED
     ), swept AS (DELETE FROM "SignInAttempt" WHERE ctid IN (SELECT ctid FROM stale))
     INSERT INTO "SignInAttempt" AS attempt ("accountHash", "windowStart", count) VALUES ($1, $2, 1)
     ON CONFLICT ("accountHash", "windowStart") DO UPDATE SET count = attempt.count + 1 WHERE attempt.count < $3
     RETURNING count`,
    [account.hash, account.windowStart, GUESSES_PER_WINDOW],
  );
  return rows.length > 0;
}

async function auditSignIn(
  sql: Sql,
  { userId, status, reason, atMs }: { userId: string; status: number; reason: string; atMs: number },
): Promise<void> {
  await recordAudit(sql, {
    operation: "session.sign_in",
    outcome: reason ? "failure" : "success",
    userId,
    actorKind: "user",
    companyId: "",
    connectionType: "",
    apiEndpoint: "/sign-in",
    requestMethod: "POST",
    responseStatus: status,
    errorMessage: reason || undefined,
    atMs,
  });
}

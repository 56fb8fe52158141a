import { createHash } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, Sql, User as UserModel } from "@/lib/db";
import type { SsoEnv } from "@/lib/env";
import { CountersignError, isCode } from "@/lib/errors";
import { requestContext } from "@/lib/request-context";
import { waitWords } from "@/lib/time/wait-words";
import { networksOf } from "./network-of";
import { isPassword, MAX_PASSWORD_CHARACTERS } from "./password";
import { recordRefusal, UNKNOWN } from "./refusal-log";
import { type PendingSignIn, stepBefore } from "./second-factor/step-before";
import type { SessionUser } from "./session-user";
import { beginSession } from "./sessions";
import { signInRoomOf } from "./sign-in-room";

interface SignInDeps {
  database: Database;
  clock: Clock;
  /** The company's account, where people may sign in with it. */
  sso?: PasswordRule | undefined;
}

/** Whose password counts: with a break-glass address, that of the admin who has it, and no other. */
type PasswordRule = Pick<SsoEnv, "name" | "breakGlass">;

interface Credentials {
  email: string;
  password: string;
}

/** What is guessed at. */
interface Guess {
  /** Hash of the address, see `accountOf`, or what stands for another secret of the account. */
  account: string;
  knownDevice: boolean;
  /** Where the guess was sent, as its audit row says. */
  path: string;
}

/** One guess under way. */
export interface Attempt extends Guess {
  window: { startMs: number; retryAfterMs: number };
  startedAtMs: number;
}

const WINDOW_MS = 15 * 60_000;
/**
 * Guesses at one account in a window: from one network, from all of them, and from devices that its owner used before.
 * Windows are fixed, so two neighbours bound any quarter of an hour: at most 100 guesses an account reach hashing.
 */
const GUESSES = { network: 10, strangers: 40, knownDevices: 10 };

/**
 * Checks a person's e-mail address and password, and begins their session, or says which step comes before it. Every
 * attempt does the same work, whether
 * the account is known or not, so that neither the answer nor its time tells which part was wrong.
 *
 * @param knownAccounts The accounts that signed in on this device before, as `accountOf` names them: guesses from
 * elsewhere don't count against them.
 * @throws {CountersignError} `not_signed_in` for a wrong address or password and for disabled users;
 * `too_many_attempts` with `retryAfterMs` when the guesses at the account or the attempts of the network are used up,
 * or when this process is busy with other sign-ins.
 */
export async function signIn(
  deps: SignInDeps,
  { email, password }: Credentials,
  knownAccounts: readonly string[] = [],
): Promise<SessionUser | PendingSignIn> {
  const address = normalEmail(email);
  const account = accountOf(address);
  const guess = { account, knownDevice: knownAccounts.includes(account), path: "/sign-in" };
  return limited(deps, guess, (attempt, counted) => judge(deps, attempt, counted, { address, password }));
}

/**
 * Judges one guess at a secret of an account, if the limits leave room for it.
 *
 * @param judge Is given the attempt and what it was counted for, which a right guess takes back by `takeBack`.
 * @throws {CountersignError} `too_many_attempts`, and what `judge` throws.
 */
export async function limited<T>(
  deps: SignInDeps,
  guess: Guess,
  judge: (attempt: Attempt, counted: string[]) => Promise<T>,
): Promise<T> {
  const startedAtMs = deps.clock.nowMs();
  const startMs = startedAtMs - (startedAtMs % WINDOW_MS);
  const window = { startMs, retryAfterMs: startMs + WINDOW_MS - startedAtMs };
  const attempt = { ...guess, window, startedAtMs };
  const room = signInRoomOf(deps.database).enter(requestContext().ipAddress, window, attempt.knownDevice);
  if ("reason" in room) {
    const words = room.reason === "busy" ? "sign-ins at once" : "attempts from your network";
    throw tooMany(deps, attempt, words, room.retryAfterMs);
  }
  let isFailure = false;
  try {
    const counted = await countGuess(deps.database, attempt);
    if (!counted) throw tooMany(deps, attempt, "attempts for this account", window.retryAfterMs);
    return await judge(attempt, counted);
  } catch (error) {
    isFailure = isCode(error, "not_signed_in", "too_many_attempts", "invalid_input");
    throw error;
  } finally {
    room.leave(!isFailure);
  }
}

/** A right guess counts against nobody. */
export async function takeBack(tx: Sql, { window }: Attempt, counted: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE "SignInAttempt" SET count = count - 1 WHERE "accountHash" = ANY($1) AND "windowStart" = $2`,
    [counted, new Date(window.startMs)],
  );
}

async function judge(
  { database, sso }: SignInDeps,
  attempt: Attempt,
  counted: readonly string[],
  { address, password }: { address: string; password: string },
): Promise<SessionUser | PendingSignIn> {
  const { startedAtMs: atMs, path } = attempt;
  const [user] = await database.query<UserRow>(
    'SELECT id, role, "passwordHash", "sessionVersion", "disabledAt" FROM "User" WHERE email = $1',
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
        : sso?.breakGlass && (address !== sso.breakGlass || user.role !== "admin")
          ? "passwords are turned off"
          : "";
  if (!user || reason) {
    const by: Actor = user ? { kind: "person", id: user.id } : UNKNOWN;
    recordRefusal(database, signInEvent({ by, status: 401, reason, atMs, path }));
    throw new CountersignError("not_signed_in", wrongWords(sso));
  }
  return database.transaction(async (tx) => {
    await takeBack(tx, attempt, counted);
    const pending = await stepBefore(tx, user);
    if (pending) return pending;
    const session = await beginSession(tx, user, atMs);
    const by: Actor = { kind: "person", id: user.id };
    await recordAudit(tx, signInEvent({ by, status: 200, reason, atMs, path }));
    return session;
  });
}

/** One sentence for every reason: it tells neither who has an account nor whose password counts. */
function wrongWords(sso: PasswordRule | undefined): string {
  if (!sso?.breakGlass) return "Email or password is not right.";
  return `Email or password is not right, or passwords are turned off. Sign in with ${sso.name}.`;
}

/** @param what Too many of what. */
function tooMany(
  { database }: SignInDeps,
  { startedAtMs: atMs, path }: Attempt,
  what: string,
  retryAfterMs: number,
): CountersignError {
  recordRefusal(database, signInEvent({ by: UNKNOWN, status: 429, reason: `too many ${what}`, atMs, path }));
  const nextStep = `Try again in ${waitWords(retryAfterMs)}.`;
  return new CountersignError("too_many_attempts", `Too many ${what}.`, { retryAfterMs, nextStep });
}

/** The form in which addresses are stored and compared. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** What an account is called where its address must not stand, whether it exists or not. */
export function accountOf(email: string): string {
  return sha256(normalEmail(email));
}

type UserRow = Pick<UserModel, "id" | "role" | "passwordHash" | "sessionVersion" | "disabledAt">;

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Counts a guess, before any hashing.
 *
 * @returns What it was counted for; undefined when the guesses are used up.
 */
async function countGuess(
  sql: Sql,
  { account, knownDevice, window }: Attempt,
): Promise<string[] | undefined> {
  const count = (key: string, limit: number) => countOne(sql, key, new Date(window.startMs), limit);
  const device = sha256(`known device ${account}`);
  if (knownDevice && (await count(device, GUESSES.knownDevices))) return [device];
  const network = sha256(`${account} from ${networksOf(requestContext().ipAddress).network}`);
  if (!(await count(network, GUESSES.network))) return undefined;
  return (await count(account, GUESSES.strangers)) ? [network, account] : undefined;
}

/** Counts one attempt in a window, in one statement: parallel ones can't pass the limit together. */
export async function countOne(sql: Sql, key: string, windowStart: Date, limit: number): Promise<boolean> {
  const rows = await sql.query(
    `WITH stale AS (
       SELECT ctid FROM "SignInAttempt" WHERE "windowStart" < $2::timestamptz - interval '1 day'
       LIMIT 100 FOR UPDATE SKIP LOCKED
     ), swept AS (DELETE FROM "SignInAttempt" WHERE ctid IN (SELECT ctid FROM stale))
     INSERT INTO "SignInAttempt" AS attempt ("accountHash", "windowStart", count) VALUES ($1, $2, 1)
     ON CONFLICT ("accountHash", "windowStart") DO UPDATE SET count = attempt.count + 1 WHERE attempt.count < $3
     RETURNING count`,
    [key, windowStart, limit],
  );
  return rows.length > 0;
}

/** The audit row of a sign-in, or of one step of it. */
export function signInEvent(of: {
  operation?: AuditEvent["operation"];
  by: Actor;
  status: number;
  reason: string;
  atMs: number;
  path: string;
}): AuditEvent {
  return {
    operation: of.operation ?? "session.sign_in",
    outcome: of.reason ? "failure" : "success",
    by: of.by,
    via: ["POST", of.path],
    responseStatus: of.status,
    errorMessage: of.reason || undefined,
    atMs: of.atMs,
  };
}

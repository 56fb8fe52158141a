import { recordAudit } from "@/lib/audit/record";
import { newId, type Sql, type User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { MailFailure } from "@/lib/mail";
import { requestContext } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import { behindAnswer } from "../links/behind-answer";
import { attemptWindow, inHashingRoom, tooMany } from "../links/hashing-room";
import type { LinkDeps } from "../links/link-deps";
import { linkTokenHash, newLinkToken } from "../links/link-token";
import { networksOf } from "../network-of";
import { recordRefusal, UNKNOWN } from "../refusal-log";
import { accountOf, countOne, normalEmail } from "../sign-in";
import { resetMail } from "./reset-mail";

const VALID_MS = 30 * MINUTE_MS;
/** Requests in a quarter of an hour: for one address, and from one network. */
const ASKED = { address: 5, network: 20 };
/** Old links that a new one sweeps away. */
const SWEPT = 100;

type EnabledMailer = LinkDeps & { mailer: NonNullable<LinkDeps["mailer"]> };

/**
 * Takes a request for a link that sets a new password. The same is done for every address before the answer; whose it
 * is, is looked up behind it.
 *
 * @throws {CountersignError} `too_many_attempts`, for known and unknown addresses alike; `not_allowed` where no mail
 * server is set.
 */
export async function askPasswordReset(deps: LinkDeps, given: string): Promise<void> {
  const { database, mailer } = deps;
  if (!mailer) throw new CountersignError("not_allowed", "No mail server is set here. Ask an admin.");
  const email = normalEmail(given);
  await inHashingRoom(deps, async () => {
    const { startMs, retryAfterMs } = attemptWindow(deps);
    const windowStart = new Date(startMs);
    const { network } = networksOf(requestContext().ipAddress);
    const byNetwork = await countOne(
      database,
      accountOf(`reset from ${network}`),
      windowStart,
      ASKED.network,
    );
    if (!byNetwork) throw tooMany("requests from your network", retryAfterMs);
    const byAddress = await countOne(database, accountOf(`reset of ${email}`), windowStart, ASKED.address);
    if (!byAddress) throw tooMany("requests for this address", retryAfterMs);
    const work = () => mailReset({ ...deps, mailer }, email);
    if (!behindAnswer(database, work)) throw tooMany("requests at once", MINUTE_MS);
  });
}

async function mailReset(deps: EnabledMailer, email: string): Promise<void> {
  const { mailer, appUrl, log } = deps;
  try {
    const reset = await makeReset(deps, email);
    if (!reset) return;
    const url = `${appUrl}/reset-password/${reset.token}`;
    await mailer.send({ to: email, id: reset.id, follows: null, ...resetMail(email, url, reset.expiresAt) });
  } catch (error) {
    const reason = error instanceof MailFailure ? error.message : "The link could not be made";
    log.error({ requestId: requestContext().requestId, reason }, "A password reset was not mailed");
  }
}

/** @returns Undefined for an address without an account, of a disabled one, and of one that has no password to forget. */
function makeReset(deps: LinkDeps, email: string) {
  const { database, clock, random } = deps;
  const atMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const [user] = await tx.query<
      Pick<User, "id" | "sessionVersion" | "disabledAt"> & { hasPassword: boolean }
    >(
      `SELECT id, "sessionVersion", "disabledAt", "passwordHash" IS NOT NULL AS "hasPassword" FROM "User" WHERE email = $1 FOR NO KEY UPDATE`,
      [email],
    );
    if (!user?.hasPassword || user.disabledAt) {
      const by = user ? ({ kind: "person", id: user.id } as const) : UNKNOWN;
      recordRefusal(database, {
        ...asked(user?.id, atMs),
        outcome: "refused",
        by,
        responseStatus: 401,
        errorMessage: !user
          ? "unknown account"
          : user.disabledAt
            ? "user is disabled"
            : "user has no password",
      });
      return undefined;
    }
    await voidResets(tx, user.id, atMs);
    const id = newId(atMs);
    const token = newLinkToken(random);
    const expiresAt = new Date(atMs + VALID_MS);
    await tx.query(
      `INSERT INTO "PasswordReset" (id, "userId", "tokenHash", "sessionVersion", "createdAt", "expiresAt")
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, user.id, linkTokenHash(token), user.sessionVersion, new Date(atMs), expiresAt],
    );
    await recordAudit(tx, { ...asked(user.id, atMs), by: { kind: "person", id: user.id } });
    return { id, token, expiresAt };
  });
}

const asked = (userId: string | undefined, atMs: number) =>
  ({
    operation: "password_reset.ask",
    outcome: "success",
    via: ["POST", userId ? `/users/${userId}/password-reset` : "/forgot-password"],
    responseStatus: 200,
    atMs,
  }) as const;

/** Ends the open links of a user, and sweeps old ones of anybody. */
async function voidResets(tx: Sql, userId: string, nowMs: number): Promise<void> {
  await tx.query(
    `WITH stale AS (
       SELECT id FROM "PasswordReset" WHERE "expiresAt" < $2::timestamptz - interval '7 days'
       LIMIT $3 FOR UPDATE SKIP LOCKED
     ), swept AS (DELETE FROM "PasswordReset" WHERE id IN (SELECT id FROM stale))
     UPDATE "PasswordReset" SET "endedAt" = $2, "endedWhy" = 'replaced'
     WHERE "userId" = $1 AND "endedAt" IS NULL AND id NOT IN (SELECT id FROM stale)`,
    [userId, new Date(nowMs), SWEPT],
  );
}

import { recordAudit } from "@/lib/audit/record";
import type { Narrowed, PasswordReset, ReadDeps, Sql, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { inHashingRoom } from "../links/hashing-room";
import type { LinkDeps } from "../links/link-deps";
import { linkTokenHash } from "../links/link-token";
import { tellPerson } from "../links/tell-person";
import { hashPassword } from "../password";
import { recordRefusal, UNKNOWN } from "../refusal-log";
import { endSessions } from "../sessions";
import { changedMail } from "./reset-mail";

/** What a link to a new password is: open, or why it can't be used. */
export type ResetState = "open" | "unknown" | "used" | "replaced" | "expired" | "disabled";
type Fault = Exclude<ResetState, "open">;

/** Why a link can't be used, for the person who holds it. */
export const RESET_FAULTS: Record<Fault, string> = {
  unknown: "This link is not complete, or not from here. Copy the whole address from the mail.",
  used: "This link was used already.",
  replaced: "This link is no longer valid: a newer one was sent, or the account changed since.",
  expired: "This link has expired: it was valid for 30 minutes.",
  disabled: "This account is disabled. Ask an admin.",
};

type ResetRow = Pick<
  Narrowed<PasswordReset, { endedWhy: "used" | "replaced" | null }>,
  "id" | "userId" | "expiresAt" | "endedAt" | "endedWhy" | "sessionVersion"
> &
  Pick<User, "email" | "disabledAt"> & { currentVersion: number };

const RESET_COLUMNS = `r.id, r."userId", r."expiresAt", r."endedAt", r."endedWhy", r."sessionVersion", u.email,
  u."disabledAt", u."sessionVersion" AS "currentVersion"`;

function stateOf(reset: ResetRow | undefined, nowMs: number): ResetState {
  if (!reset) return "unknown";
  if (reset.endedAt) return reset.endedWhy ?? "replaced";
  if (reset.disabledAt) return "disabled";
  if (reset.sessionVersion !== reset.currentVersion) return "replaced";
  return reset.expiresAt.getTime() <= nowMs ? "expired" : "open";
}

/** Reads what a link leads to, and spends nothing. */
export async function readReset(deps: ReadDeps, token: string): Promise<ResetState> {
  const tokenHash = linkTokenHash(token);
  if (!tokenHash) return "unknown";
  return stateOf(await resetOf(deps.database, tokenHash), deps.clock.nowMs());
}

async function resetOf(sql: Sql, tokenHash: string): Promise<ResetRow | undefined> {
  const [reset] = await sql.query<ResetRow>(
    `SELECT ${RESET_COLUMNS} FROM "PasswordReset" r JOIN "User" u ON u.id = r."userId" WHERE r."tokenHash" = $1`,
    [tokenHash],
  );
  return reset;
}

/**
 * Sets a new password by a link, ends all sessions of the person and mails them about it. It begins no session: whatever
 * signing in takes beside the password is still asked for.
 *
 * @throws {CountersignError} `not_allowed` when the link can't be used, `invalid_input` for `password`,
 * `too_many_attempts`.
 */
export async function completePasswordReset(
  deps: LinkDeps,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { database } = deps;
  try {
    const email = await inHashingRoom(deps, async () => {
      const state = await readReset(deps, token);
      const tokenHash = linkTokenHash(token);
      if (state !== "open" || !tokenHash) throw new ResetFault(state === "open" ? "unknown" : state);
      const passwordHash = await hashPassword(password);
      return database.transaction((tx) => spend(tx, { tokenHash, passwordHash, nowMs: deps.clock.nowMs() }));
    });
    tellPerson(
      deps,
      email,
      changedMail(email, deps.appUrl, { how: "link", at: new Date(deps.clock.nowMs()) }),
    );
  } catch (error) {
    if (error instanceof ResetFault) {
      recordRefusal(database, {
        operation: "password_reset.complete",
        outcome: "refused",
        by: UNKNOWN,
        via: ["POST", "/reset-password"],
        responseStatus: error.httpStatus,
        errorMessage: `link is ${error.state}`,
        atMs: deps.clock.nowMs(),
      });
    }
    throw error;
  }
}

/** The user's lock comes first, as every change of a user takes it: of a reset and a change at once, one is later. */
async function spend(
  tx: Sql,
  { tokenHash, passwordHash, nowMs }: { tokenHash: string; passwordHash: string; nowMs: number },
): Promise<string> {
  await tx.query(
    `SELECT u.id FROM "User" u JOIN "PasswordReset" r ON r."userId" = u.id WHERE r."tokenHash" = $1
     FOR NO KEY UPDATE OF u`,
    [tokenHash],
  );
  const reset = await resetOf(tx, tokenHash);
  const state = stateOf(reset, nowMs);
  if (!reset || state !== "open") throw new ResetFault(state === "open" ? "unknown" : state);
  const { id, userId, email } = reset;
  await tx.query(`UPDATE "PasswordReset" SET "endedAt" = $2, "endedWhy" = 'used' WHERE id = $1`, [
    id,
    new Date(nowMs),
  ]);
  await tx.query(
    `UPDATE "User" SET "passwordHash" = $2, "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`,
    [userId, passwordHash],
  );
  const by = { kind: "person", id: userId } as const;
  await endSessions(tx, { userId }, "password", nowMs, by);
  await recordAudit(tx, {
    operation: "password_reset.complete",
    outcome: "success",
    by,
    via: ["POST", `/users/${userId}/password-reset/complete`],
    responseStatus: 200,
    atMs: nowMs,
  });
  return email;
}

class ResetFault extends CountersignError {
  constructor(readonly state: Fault) {
    super("not_allowed", RESET_FAULTS[state]);
  }
}

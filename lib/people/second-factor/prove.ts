import type { Actor } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import type { User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { isPassword, MAX_PASSWORD_CHARACTERS } from "../password";
import { recordRefusal } from "../refusal-log";
import { accountOf, limited, signInEvent, takeBack } from "../sign-in";
import type { FactorDeps } from "./deps";
import { wrongCode } from "./enrol";
import { factorOf } from "./factor-row";
import { codesOf } from "./finish-sign-in";
import { spendCode } from "./spend-code";

/** What a person shows: a code where they have a second factor, their password or the company's account otherwise. */
export type Proof = "password" | "code" | "sso";

export async function proofOf(
  { database, sso }: Pick<FactorDeps, "database" | "sso">,
  userId: string,
): Promise<Proof> {
  if ((await factorOf(database, userId))?.confirmedAt) return "code";
  const [user] = await database.query<Pick<User, "email" | "passwordHash" | "ssoSubject">>(
    `SELECT email, "passwordHash", "ssoSubject" FROM "User" WHERE id = $1`,
    [userId],
  );
  if (!user?.ssoSubject) return "password";
  const passwordsAreOff = sso?.breakGlass !== undefined && sso.breakGlass !== user.email;
  return user.passwordHash === null || passwordsAreOff ? "sso" : "password";
}

const PATH = "/confirm";

/**
 * Judges once more that the person at the keyboard is whom the session says, by what `proofOf` names. Guesses count as
 * those of sign-ins do. What needs a fresh proof is open to the session for some minutes.
 *
 * @throws {CountersignError} `invalid_input` for `proof`; `too_many_attempts`.
 */
export async function prove(
  deps: FactorDeps,
  { id, email }: Pick<User, "id" | "email">,
  { proof: typed, knownDevice, sessionId }: { proof: string; knownDevice: boolean; sessionId: string },
): Promise<void> {
  const by: Actor = { kind: "person", id };
  const kind = await proofOf(deps, id);
  if (kind === "sso") throw wrongPassword();
  const isCode = kind === "code";
  const guess = { account: isCode ? codesOf(id) : accountOf(email), knownDevice, path: PATH };
  await limited(deps, guess, async (attempt, counted) => {
    const atMs = attempt.startedAtMs;
    const of = { operation: "session.prove", by, atMs, path: PATH } as const;
    const isRight = await (isCode ? isTheirCode(deps, id, typed, atMs) : isTheirPassword(deps, id, typed));
    if (!isRight) {
      const reason = isCode ? "wrong code" : "wrong password";
      recordRefusal(deps.database, signInEvent({ ...of, status: 401, reason }));
      throw isCode ? wrongCode("proof") : wrongPassword();
    }
    await deps.database.transaction(async (tx) => {
      await takeBack(tx, attempt, counted);
      await tx.query(`UPDATE "Session" SET "provedAt" = $3 WHERE id = $1 AND "userId" = $2`, [
        sessionId,
        id,
        new Date(atMs),
      ]);
      await recordAudit(tx, signInEvent({ ...of, status: 200, reason: "" }));
    });
  });
}

async function isTheirPassword({ database }: FactorDeps, id: string, typed: string): Promise<boolean> {
  const [user] = await database.query<Pick<User, "passwordHash">>(
    `SELECT "passwordHash" FROM "User" WHERE id = $1 AND "disabledAt" IS NULL`,
    [id],
  );
  const tooLong = [...typed].length > MAX_PASSWORD_CHARACTERS;
  return isPassword(user?.passwordHash, tooLong ? "" : typed);
}

function isTheirCode(deps: FactorDeps, id: string, typed: string, atMs: number): Promise<boolean> {
  return deps.database.transaction(async (tx) => {
    const factor = await factorOf(tx, id);
    return !!factor?.confirmedAt && (await spendCode(tx, deps, { factor, typed, atMs }));
  });
}

function wrongPassword(): CountersignError {
  return new CountersignError("invalid_input", "This password is not right.", { field: "proof" });
}

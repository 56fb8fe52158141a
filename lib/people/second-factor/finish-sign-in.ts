import { createHash } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { recordRefusal } from "../refusal-log";
import type { SessionUser } from "../session-user";
import { beginSession } from "../sessions";
import { limited, signInEvent, takeBack } from "../sign-in";
import type { FactorDeps } from "./deps";
import { confirmIn, type Enroller, wrongCode } from "./enrol";
import { factorOf } from "./factor-row";
import { spendCode } from "./spend-code";
import type { PendingSignIn } from "./step-before";

type Pending = Pick<PendingSignIn, "id" | "sessionVersion">;

const CODE_PATH = "/sign-in/second-factor";
const SET_UP_PATH = "/sign-in/set-up-second-factor";

/** What guesses at a person's codes are counted under, apart from those at the password. */
export const codesOf = (userId: string) => createHash("sha256").update(`codes of ${userId}`).digest("hex");

/**
 * Begins the session of a person whose password was right, by a code of their app or a backup code. Guesses are limited
 * as those at passwords are.
 *
 * @throws {CountersignError} `invalid_input` for `code`; `too_many_attempts`; `not_signed_in` when the person was
 * changed meanwhile.
 */
export async function finishSignIn(
  deps: FactorDeps,
  pending: Pending,
  { code, knownDevice }: { code: string; knownDevice: boolean },
): Promise<SessionUser> {
  const by: Actor = { kind: "person", id: pending.id };
  const guess = { account: codesOf(pending.id), knownDevice, path: CODE_PATH };
  return limited(deps, guess, async (attempt, counted) => {
    const atMs = attempt.startedAtMs;
    const session = await deps.database.transaction(async (tx) => {
      const factor = await factorOf(tx, pending.id);
      if (!factor?.confirmedAt) throw startAgain();
      if (!(await spendCode(tx, deps, { factor, typed: code, atMs }))) return undefined;
      await takeBack(tx, attempt, counted);
      const begun = await beginSession(tx, pending, atMs);
      await recordAudit(tx, signInEvent({ by, status: 200, reason: "", atMs, path: CODE_PATH }));
      return begun;
    });
    if (session) return session;
    recordRefusal(
      deps.database,
      signInEvent({ by, status: 401, reason: "wrong code", atMs, path: CODE_PATH }),
    );
    throw wrongCode();
  });
}

/**
 * Turns on the second factor of a person who needs one to sign in, and begins their session.
 *
 * @returns The backup codes beside it, shown this once.
 * @throws {CountersignError} As `finishSignIn`; `not_allowed` when the set-up was begun elsewhere or is too old.
 */
export async function finishSetUp(
  deps: FactorDeps,
  pending: Pending,
  { startedBy, code, knownDevice }: Pick<Enroller, "startedBy"> & { code: string; knownDevice: boolean },
): Promise<{ session: SessionUser; backupCodes: string[] }> {
  const by: Actor = { kind: "person", id: pending.id };
  const guess = { account: codesOf(pending.id), knownDevice, path: SET_UP_PATH };
  return limited(deps, guess, (attempt, counted) =>
    actAs(by, async () => {
      const atMs = attempt.startedAtMs;
      return deps.database.transaction(async (tx) => {
        const session = await beginSession(tx, pending, atMs);
        const backupCodes = await confirmIn(tx, deps, { userId: pending.id, startedBy, code, atMs });
        await takeBack(tx, attempt, counted);
        await recordAudit(tx, signInEvent({ by, status: 200, reason: "", atMs, path: SET_UP_PATH }));
        return { session, backupCodes };
      });
    }),
  );
}

function startAgain(): CountersignError {
  return new CountersignError("not_signed_in", "This sign-in has expired.", { nextStep: "Sign in again." });
}

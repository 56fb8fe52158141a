import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { hashPassword, isPassword, MAX_PASSWORD_CHARACTERS, requirePasswordLength } from "../password";
import { recordRefusal } from "../refusal-log";
import { accountOf, limited, signInEvent, takeBack } from "../sign-in";
import { keepOnlyThis, type OwnSession } from "./keep-only-this";

interface PasswordChange {
  current: string;
  password: string;
  /** Whether the person signed in on this device before. */
  knownDevice: boolean;
}

const PATH = "/profile/password";

/**
 * Replaces a person's own password, by the one they have. Guesses at that count as those of sign-ins do. All sessions but
 * the one they use end.
 *
 * @returns How many other sessions ended.
 * @throws {CountersignError} `invalid_input` for `password` or `current`; `too_many_attempts`; `not_signed_in` when the
 * session ended or the person was changed meanwhile.
 */
export async function changeOwnPassword(
  deps: { database: Database; clock: Clock },
  { email, ...here }: OwnSession & { email: string },
  { current, password, knownDevice }: PasswordChange,
): Promise<number> {
  requirePasswordLength(password);
  const guess = { account: accountOf(email), knownDevice, path: PATH };
  return limited(deps, guess, async (attempt, counted) => {
    const { userId } = here;
    const atMs = attempt.startedAtMs;
    const [user] = await deps.database.query<Pick<User, "passwordHash" | "sessionVersion">>(
      `SELECT "passwordHash", "sessionVersion" FROM "User" WHERE id = $1 AND "disabledAt" IS NULL`,
      [userId],
    );
    const tooLong = [...current].length > MAX_PASSWORD_CHARACTERS;
    if (!(await isPassword(user?.passwordHash, tooLong ? "" : current)) || !user) {
      const by = { kind: "person", id: userId } as const;
      const of = { operation: "session.prove", by, atMs, path: PATH } as const;
      recordRefusal(deps.database, signInEvent({ ...of, status: 401, reason: "wrong password" }));
      throw new CountersignError("invalid_input", "This is not your password.", { field: "current" });
    }
    const passwordHash = await hashPassword(password);
    return deps.database.transaction(async (tx) => {
      await takeBack(tx, attempt, counted);
      const { sessionVersion: version } = user;
      const ended = await keepOnlyThis(tx, here, { version, why: "password", atMs: deps.clock.nowMs() });
      await tx.query(`UPDATE "User" SET "passwordHash" = $2 WHERE id = $1`, [userId, passwordHash]);
      await recordAudit(tx, {
        operation: "user.change",
        outcome: "success",
        via: ["POST", `/users/${userId}/password`],
        responseStatus: 200,
        atMs: deps.clock.nowMs(),
      });
      return ended;
    });
  });
}

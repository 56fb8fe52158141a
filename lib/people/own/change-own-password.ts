import { recordAudit } from "@/lib/audit/record";
import type { User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { LinkDeps } from "../links/link-deps";
import { type TellDeps, tellPerson } from "../links/tell-person";
import { hashPassword, isPassword, MAX_PASSWORD_CHARACTERS, requireSoundPassword } from "../password";
import { changedMail } from "../password-reset/reset-mail";
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
 * Replaces a person's own password, by the one they have, and mails them about it. Guesses at that count as those of sign-ins do. All sessions but
 * the one they use end.
 *
 * @returns How many other sessions ended.
 * @throws {CountersignError} `invalid_input` for `password` or `current`; `too_many_attempts`; `not_signed_in` when the
 * session ended or the person was changed meanwhile.
 */
export async function changeOwnPassword(
  deps: TellDeps & Pick<LinkDeps, "appUrl">,
  { email, ...here }: OwnSession & { email: string },
  { current, password, knownDevice }: PasswordChange,
): Promise<number> {
  requireSoundPassword(password);
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
    if (password.normalize("NFC") === current.normalize("NFC")) {
      const message = "This is the password that you have.";
      throw new CountersignError("invalid_input", message, { field: "password" });
    }
    const passwordHash = await hashPassword(password);
    const othersEnded = await deps.database.transaction(async (tx) => {
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
    tellPerson(
      deps,
      email,
      changedMail(email, deps.appUrl, { how: "profile", at: new Date(deps.clock.nowMs()) }),
    );
    return othersEnded;
  });
}

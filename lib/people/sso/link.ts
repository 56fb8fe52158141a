import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { endSessions } from "../sessions";
import type { SsoRoomDeps } from "./deps";
import { linkSubject } from "./sso-person";

interface UnlinkDeps {
  database: Database;
  clock: Clock;
  /** Absent where single sign-on is not configured any more. */
  sso?: Pick<SsoRoomDeps["sso"], "breakGlass"> | undefined;
}

type Ways = Pick<User, "email" | "passwordHash" | "ssoSubject">;

/** Whether a person's password signs them in. */
function passwordCounts({ email, passwordHash }: Ways, sso: UnlinkDeps["sso"]): boolean {
  return passwordHash !== null && (sso?.breakGlass === undefined || sso.breakGlass === email);
}

/** Whether a person's account has a company account, and another way in without it. */
export async function ssoOfPerson(
  { database, sso }: Pick<UnlinkDeps, "database" | "sso">,
  userId: string,
): Promise<{ isLinked: boolean; mayUnlink: boolean }> {
  const [user] = await database.query<Ways>(
    `SELECT email, "passwordHash", "ssoSubject" FROM "User" WHERE id = $1`,
    [userId],
  );
  if (!user?.ssoSubject) return { isLinked: false, mayUnlink: false };
  return { isLinked: true, mayUnlink: passwordCounts(user, sso) };
}

/**
 * Takes an account's company account away and ends its sessions. A person keeps their last way in; an operator may take
 * that, too.
 *
 * @throws {CountersignError} `not_allowed` where there is none, or for the last way in of the one who asks.
 */
export async function unlinkSso({ database, clock, sso }: UnlinkDeps, userId: string): Promise<void> {
  const atMs = clock.nowMs();
  const isOwn = currentActor().id === userId;
  await database.transaction(async (tx) => {
    const [user] = await tx.query<Ways>(
      `SELECT email, "passwordHash", "ssoSubject" FROM "User" WHERE id = $1 FOR NO KEY UPDATE`,
      [userId],
    );
    if (!user) throw new CountersignError("not_found", "There is no such user.");
    if (!user.ssoSubject) throw new CountersignError("not_allowed", "There is no company account to unlink.");
    if (isOwn && !passwordCounts(user, sso)) {
      const message = "Your company account is your only way to sign in.";
      throw new CountersignError("not_allowed", message, { unchanged: true });
    }
    await tx.query(
      `UPDATE "User" SET "ssoIssuer" = NULL, "ssoSubject" = NULL, "ssoSessionVersion" = NULL,
         "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`,
      [userId],
    );
    await endSessions(tx, { userId }, "ended", atMs);
    await recordAudit(tx, {
      operation: "user.change",
      outcome: "success",
      via: ["POST", `/users/${userId}/sso/unlinked`],
      responseStatus: 200,
      atMs,
    });
  });
}

/**
 * Links an account by hand, for an operator who knows the person's subject at the identity provider.
 *
 * @throws {SsoRefusal} As `linkSubject`.
 */
export async function linkByHand(
  { database, clock, issuer }: { database: Database; clock: Clock; issuer: string },
  userId: string,
  subject: string,
): Promise<void> {
  if (!/^[\x21-\x7e]{1,255}$/.test(subject)) {
    throw new CountersignError("invalid_input", "A subject has 1 to 255 visible ASCII characters.", {
      field: "subject",
    });
  }
  await database.transaction((tx) => linkSubject(tx, userId, { issuer, subject }, clock.nowMs()));
}

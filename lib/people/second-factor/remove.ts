import type { Sql, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { tellPerson } from "../links/tell-person";
import { lockPeople } from "../persons/acting-admin";
import { endSessions } from "../sessions";
import type { FactorDeps } from "./deps";
import { auditFactor } from "./factor-row";
import { isSecondFactorRequired } from "./requirement";
import { resetMail } from "./reset-mail";

/**
 * Removes one's own second factor, of a person who has just proved who they are.
 *
 * @throws {CountersignError} `not_allowed` while everybody needs one, and where there is none.
 */
export async function removeSecondFactor({ database, clock }: FactorDeps, userId: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    if (await isSecondFactorRequired(tx)) {
      throw new CountersignError("not_allowed", "Everybody needs a second factor here.", { unchanged: true });
    }
    await removeRow(tx, userId);
    await auditFactor(tx, { userId, what: "off", sentence: "Second factor removed by its owner.", atMs });
  });
}

/**
 * Removes the second factor of a person who has lost it, and ends their sessions. They get a mail about it.
 *
 * @throws {CountersignError} `not_allowed` for one's own and where there is none; `not_found`.
 */
export async function resetSecondFactor(deps: FactorDeps, userId: string): Promise<void> {
  const atMs = deps.clock.nowMs();
  const actor = currentActor();
  if (actor.kind === "person" && actor.id === userId) {
    const nextStep = "Remove it in your profile, or ask another admin.";
    throw new CountersignError("not_allowed", "This is your own second factor.", { nextStep });
  }
  const { email } = await deps.database.transaction(async (tx) => {
    await lockPeople(tx, userId, { admins: false });
    // A sign-in under way ends with the version.
    const [user] = await tx.query<Pick<User, "email">>(
      `UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1 RETURNING email`,
      [userId],
    );
    if (!user) throw new CountersignError("not_found", "There is no such user.");
    await removeRow(tx, userId);
    await endSessions(tx, { userId }, "second_factor", atMs);
    await auditFactor(tx, { userId, what: "reset", sentence: "Second factor removed for its owner.", atMs });
    return user;
  });
  tellPerson(deps, email, resetMail(deps.appUrl));
}

async function removeRow(tx: Sql, userId: string): Promise<void> {
  const removed = await tx.query(
    `DELETE FROM "SecondFactor" WHERE "userId" = $1 AND "confirmedAt" IS NOT NULL RETURNING 1`,
    [userId],
  );
  if (removed.length === 0) throw new CountersignError("not_allowed", "There is no second factor to remove.");
}

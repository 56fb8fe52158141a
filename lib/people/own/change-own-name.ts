import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { readPersonName } from "../persons/person-name";

/**
 * Changes what a person is called, by the person. Audit rows of before show the new name, as they do for companies.
 *
 * @throws {CountersignError} `invalid_input` for `name`; `not_signed_in` when the person was disabled meanwhile.
 */
export async function changeOwnName(
  { database, clock }: { database: Database; clock: Clock },
  { userId, name: given }: { userId: string; name: string },
): Promise<void> {
  const name = readPersonName(given);
  await database.transaction(async (tx) => {
    const [before] = await tx.query<Pick<User, "name">>(
      `SELECT name FROM "User" WHERE id = $1 AND "disabledAt" IS NULL FOR NO KEY UPDATE`,
      [userId],
    );
    if (!before) throw new CountersignError("not_signed_in", "Your session has ended.", { unchanged: true });
    if (before.name === name) return;
    await tx.query(`UPDATE "User" SET name = $2 WHERE id = $1`, [userId, name]);
    await recordAudit(tx, {
      operation: "user.change",
      outcome: "success",
      via: ["POST", `/users/${userId}/name`],
      responseStatus: 200,
      errorMessage: `From “${shownName(before.name)}” to “${shownName(name)}”`,
      atMs: clock.nowMs(),
    });
  });
}

import type { LinkDeps } from "../link-deps";

/** Puts down that another company's organisation was chosen by a link. The audit log has which one. */
export async function noteWrongCompany(
  { database, clock }: Pick<LinkDeps, "database" | "clock">,
  linkId: string,
): Promise<void> {
  await database.query(`UPDATE "Link" SET "wrongAt" = $2 WHERE id = $1 AND "doneAt" IS NULL`, [
    linkId,
    new Date(clock.nowMs()),
  ]);
}

import { recordAudit } from "@/lib/audit/record";
import type { LinkDeps } from "../link-deps";

/**
 * Makes the next reminder of some links due now: the job sends it within a minute. Who was reminded twice, and whose link
 * is used, ended or expired, is left in peace.
 *
 * @param linkIds Links as they were first sent.
 * @returns How many.
 */
export async function remindSoon(
  { database, clock }: Pick<LinkDeps, "database" | "clock">,
  { linkIds, campaignId }: { linkIds: readonly string[]; campaignId: string },
): Promise<number> {
  const atMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const due = await tx.query(
      `UPDATE "Link" SET "nextReminderAt" = $2 WHERE "firstId" = ANY($1::text[]) AND "nextReminderAt" > $2
         AND "doneAt" IS NULL AND "endedAt" IS NULL AND "expiresAt" > $2 RETURNING 1`,
      [linkIds, new Date(atMs)],
    );
    await recordAudit(tx, {
      operation: "link.remind",
      outcome: "success",
      via: ["POST", `/operations/${campaignId}/remind`],
      responseStatus: 202,
      errorMessage: `${due.length} to remind.`,
      atMs,
    });
    return due.length;
  });
}

import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";

/**
 * Spends a link, in the transaction that connects by it.
 *
 * @param consentedBy Who consented, where the provider says so.
 * @throws {CountersignError} `consent_expired`: it was used, revoked or replaced meanwhile.
 */
export async function spendLink(
  tx: Sql,
  { linkId, consentedBy, atMs }: { linkId: string; consentedBy: string | undefined; atMs: number },
): Promise<void> {
  const spent = await tx.query(
    `UPDATE "Link" SET "doneAt" = $2, "consentedBy" = $3
     WHERE id = $1 AND "doneAt" IS NULL AND "endedAt" IS NULL RETURNING id`,
    [linkId, new Date(atMs), consentedBy ?? null],
  );
  if (spent.length === 0)
    throw new CountersignError("consent_expired", "This link was used or revoked a moment ago.");
}

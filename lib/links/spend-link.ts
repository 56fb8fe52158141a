import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { MINUTE_MS } from "@/lib/time/durations";

/** A consent that was begun while the link was valid may end so long after it: as long as a consent's state counts. */
const ENDED_WITHIN_MS = 10 * MINUTE_MS;

/**
 * Spends a link, in the transaction that connects by it.
 *
 * @param consentedBy Who consented, where the provider says so.
 * @throws {CountersignError} `consent_expired`: it was used, revoked or replaced meanwhile, or expired ten minutes ago.
 */
export async function spendLink(
  tx: Sql,
  { linkId, consentedBy, atMs }: { linkId: string; consentedBy: string | undefined; atMs: number },
): Promise<void> {
  const spent = await tx.query(
    `UPDATE "Link" SET "doneAt" = $2, "consentedBy" = $3
     WHERE id = $1 AND "doneAt" IS NULL AND "endedAt" IS NULL AND "expiresAt" > $4 RETURNING id`,
    [linkId, new Date(atMs), consentedBy ?? null, new Date(atMs - ENDED_WITHIN_MS)],
  );
  if (spent.length === 0)
    throw new CountersignError("consent_expired", "This link was used, revoked or expired meanwhile.");
}

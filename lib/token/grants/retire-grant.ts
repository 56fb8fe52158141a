import type { Sql } from "@/lib/db";

/**
 * Ends a grant that serves no live connection: it is refreshed no longer, and a refresh under way comes too late.
 *
 * @returns Whether it did; false when the grant still serves somebody or has ended before.
 */
export async function retireGrant(tx: Sql, grantId: string, atMs: number): Promise<boolean> {
  const retired = await tx.query(
    `UPDATE "Grant" g
     SET state = 'revoked', "stateSince" = $2, generation = generation + 1, "leaseId" = NULL, "leaseUntil" = NULL,
         "attemptStartedAt" = NULL
     WHERE g.id = $1 AND g.state <> 'revoked' AND NOT EXISTS (
       SELECT 1 FROM "Connection" c WHERE c."grantId" = g.id AND c."disconnectedAt" IS NULL)
     RETURNING g.id`,
    [grantId, new Date(atMs)],
  );
  return retired.length === 1;
}

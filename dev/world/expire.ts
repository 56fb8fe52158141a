import type { Database } from "@/lib/db";

/**
 * Makes these companies' access tokens due and back-offs over, as time would, and tells every process. Goes by the
 * database's clock.
 *
 * @param pastMs How long ago they ran out.
 */
export async function expire(
  database: Database,
  companies: readonly { companyId: string }[],
  pastMs = 1_000,
): Promise<void> {
  await database.query(
    `WITH expired AS (
       UPDATE "Grant"
       SET "accessExpiresAt" = clock_timestamp() - make_interval(secs => $2), "retryAfter" = NULL
       WHERE id IN (SELECT "grantId" FROM "Connection" WHERE "companyId" = ANY($1)) RETURNING id)
     SELECT count(pg_notify('countersign_grant', id)) FROM expired`,
    [companies.map(({ companyId }) => companyId), pastMs / 1_000],
  );
}

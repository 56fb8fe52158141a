import type { Database } from "@/lib/db";

/** Ends the life of these companies' access tokens, as time would, and says so to every process. */
export async function expire(database: Database, companyIds: readonly string[]): Promise<void> {
  await database.query(
    `WITH expired AS (
       UPDATE "Grant" SET "accessExpiresAt" = now() - interval '1 second'
       WHERE id IN (SELECT "grantId" FROM "Connection" WHERE "companyId" = ANY($1)) RETURNING id)
     SELECT count(pg_notify('countersign_grant', id)) FROM expired`,
    [companyIds],
  );
}

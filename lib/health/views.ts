import type { Sql } from "@/lib/db";

// What other rooms' statements read of incidents.

export const incidents = (alias: string) => `"ProviderIncident" ${alias}`;

/** The companies that an incident touched. */
export const touchedCompanies = (alias: string) => `"IncidentCompany" ${alias}`;

/** What people put down about problems. */
export const endedNotes = (alias: string) => `"ProblemNote" ${alias}`;

/** How many incidents of each provider go on; one that has none is not there. */
export function countOpenByProvider(sql: Sql): Promise<{ provider: string; count: number }[]> {
  return sql.query(
    `SELECT "connectionType" AS provider, count(*)::int AS count FROM "ProviderIncident"
     WHERE "endedAt" IS NULL GROUP BY 1`,
  );
}

/** Makes the past of a connection another company's, as the connection itself: who asks for its history finds it whole. */
export async function moveHealth(
  tx: Sql,
  { from, to, connectionType }: { from: string; to: string; connectionType: string },
): Promise<void> {
  const values = [from, to, connectionType];
  // What an earlier version let a check leave behind that was under way when its connection left.
  for (const table of ["ConnectionHealth", "HealthInterval"]) {
    await tx.query(`DELETE FROM "${table}" WHERE "companyId" = $1 AND "connectionType" = $2`, [
      to,
      connectionType,
    ]);
  }
  await tx.query(
    `UPDATE "ConnectionHealth" SET "companyId" = $2 WHERE "companyId" = $1 AND "connectionType" = $3`,
    values,
  );
  await tx.query(
    `UPDATE "HealthInterval" SET "companyId" = $2 WHERE "companyId" = $1 AND "connectionType" = $3`,
    values,
  );
  await tx.query(
    `UPDATE "IncidentCompany" t SET "companyId" = $2 FROM "ProviderIncident" i
     WHERE t."companyId" = $1 AND i.id = t."incidentId" AND i."connectionType" = $3 AND NOT EXISTS (
       SELECT 1 FROM "IncidentCompany" own WHERE own."incidentId" = i.id AND own."companyId" = $2)`,
    values,
  );
}

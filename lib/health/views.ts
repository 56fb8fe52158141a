import type { Sql } from "@/lib/db";

// What other rooms' statements read of incidents.

export const incidents = (alias: string) => `"ProviderIncident" ${alias}`;

/** The companies that an incident touched. */
export const touchedCompanies = (alias: string) => `"IncidentCompany" ${alias}`;

/** How many incidents of each provider go on; one that has none is not there. */
export function countOpenByProvider(sql: Sql): Promise<{ provider: string; count: number }[]> {
  return sql.query(
    `SELECT "connectionType" AS provider, count(*)::int AS count FROM "ProviderIncident"
     WHERE "endedAt" IS NULL GROUP BY 1`,
  );
}

import type { Sql } from "@/lib/db";

/** A company and the providers it has a live connection to. */
export interface CompanyChoice {
  id: string;
  name: string;
  connectedTo: string[];
}

const MAX_FOUND = 50;

/** Companies whose name contains `search`, by name; fifty at most. */
export function findCompanies(sql: Sql, search: string): Promise<CompanyChoice[]> {
  return sql.query<CompanyChoice>(
    `SELECT o.id, o.name, COALESCE(array_agg(c."connectionType") FILTER (WHERE c.id IS NOT NULL), '{}') AS "connectedTo"
     FROM "Company" o LEFT JOIN "Connection" c ON c."companyId" = o.id AND c."disconnectedAt" IS NULL
     WHERE o.name ILIKE $1 GROUP BY o.id ORDER BY o.name, o.id LIMIT ${MAX_FOUND}`,
    [`%${search.replace(/[\\%_]/g, "\\$&")}%`],
  );
}

import type { Company, ReadDeps } from "@/lib/db";
import { beginsWith } from "@/lib/text/begins-with";
import { containing } from "@/lib/text/containing";
import { connections } from "@/lib/token/views";

/** A company and the providers it has a live connection to. */
export interface CompanyChoice extends Pick<Company, "id" | "name"> {
  connectedTo: string[];
  /** Live or ended: whether it has a past to keep. */
  everConnected: boolean;
}

const MAX_FOUND = 50;

const CHOICES = `SELECT o.id, o.name, count(c.id) > 0 AS "everConnected",
    COALESCE(array_agg(c."connectionType") FILTER (WHERE c."disconnectedAt" IS NULL AND c.id IS NOT NULL), '{}') AS "connectedTo"
  FROM "Company" o LEFT JOIN ${connections("c")} ON c."companyId" = o.id`;
const nameOrId = (search: string) => `(o.name ILIKE $1 OR ${beginsWith("o.id", "$2", search)})`;

/**
 * Companies by name, fifty at most: those whose own name or organisation's name contains `search`, whose id or a
 * connection's begins with it, or that are connected to one of some providers.
 */
export function findCompanies(
  { database }: Pick<ReadDeps, "database">,
  search: string,
  providers: readonly string[] = [],
): Promise<CompanyChoice[]> {
  return database.query<CompanyChoice>(
    `${CHOICES} WHERE ${nameOrId(search)} OR EXISTS (
       SELECT 1 FROM ${connections("m")} WHERE m."companyId" = o.id
         AND (m."tenantName" ILIKE $1 OR ${beginsWith("m.id", "$2", search)} OR ${beginsWith(`m."tenantId"`, "$2", search)}
           OR m."connectionType" = ANY($3)))
     GROUP BY o.id ORDER BY o.name, o.id LIMIT ${MAX_FOUND}`,
    [containing(search), search, providers],
  );
}

/** The same among those that never had a connection: no list of connections has them. */
export async function findUnconnected(
  { database }: Pick<ReadDeps, "database">,
  search: string,
): Promise<{ companies: CompanyChoice[]; more: boolean }> {
  const found = await database.query<CompanyChoice>(
    `${CHOICES} WHERE ${nameOrId(search)} GROUP BY o.id HAVING count(c.id) = 0 ORDER BY o.name, o.id LIMIT ${MAX_FOUND + 1}`,
    [containing(search), search],
  );
  return { companies: found.slice(0, MAX_FOUND), more: found.length > MAX_FOUND };
}

/** @returns Undefined when there is no such company. */
export async function findCompany(
  { database }: Pick<ReadDeps, "database">,
  id: string,
): Promise<CompanyChoice | undefined> {
  const [company] = await database.query<CompanyChoice>(`${CHOICES} WHERE o.id = $1 GROUP BY o.id`, [id]);
  return company;
}

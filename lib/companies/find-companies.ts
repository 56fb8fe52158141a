import type { Company, ReadDeps } from "@/lib/db";
import { beginsWith } from "@/lib/text/begins-with";
import { containing } from "@/lib/text/containing";
import { connections, isOneOf, type TenantIds } from "@/lib/token/views";
import { companyPlaceSql } from "./views";

/** A company and the providers it has a live connection to. */
export interface CompanyChoice extends Pick<Company, "id" | "name"> {
  connectedTo: string[];
  /** Live or ended: whether it has a past to keep. */
  everConnected: boolean;
}

/** What a search gives at most. */
export const FOUND_AT_MOST = 50;

/** Everything a person may know of a company itself. */
export interface CompanyDetail
  extends CompanyChoice,
    Pick<Company, "contactName" | "contactEmail" | "locale" | "tags" | "createdAt" | "archivedAt"> {
  /** The providers it was connected to and is no longer. */
  disconnectedFrom: string[];
  /** The company that took over its connections. */
  mergedInto: Pick<Company, "id" | "name"> | null;
  /** Whether companies were merged into it. */
  tookOver: boolean;
}

const CHOICE_COLUMNS = `o.id, o.name, count(c.id) > 0 AS "everConnected",
    COALESCE(array_agg(c."connectionType") FILTER (WHERE c."disconnectedAt" IS NULL AND c.id IS NOT NULL), '{}') AS "connectedTo"`;
const CHOICES = `SELECT ${CHOICE_COLUMNS} FROM "Company" o LEFT JOIN ${connections("c")} ON c."companyId" = o.id`;
const LISTED = `o."archivedAt" IS NULL`;
const nameOrId = (search: string) => `(o.name ILIKE $1 OR ${beginsWith("o.id", "$2", search)})`;

/**
 * Companies by name, fifty at most: those whose own name or organisation's name contains `search`, whose id or a
 * connection's begins with it, whose organisation has it as id, or that are connected to one of some providers.
 */
export function findCompanies(
  { database, tenantIds }: Pick<ReadDeps, "database"> & { tenantIds: TenantIds },
  search: string,
  providers: readonly string[] = [],
): Promise<CompanyChoice[]> {
  return database.query<CompanyChoice>(
    `${CHOICES} WHERE ${LISTED} AND (${nameOrId(search)} OR EXISTS (
       SELECT 1 FROM ${connections("m")} WHERE m."companyId" = o.id
         AND (m."tenantName" ILIKE $1 OR ${beginsWith("m.id", "$2", search)} OR ${isOneOf(`m."tenantId"`, `m."tenantHash"`, "$4", "$5")}
           OR m."connectionType" = ANY($3))))
     GROUP BY o.id ORDER BY o.name, o.id LIMIT ${FOUND_AT_MOST}`,
    [containing(search), search, providers, [search], tenantIds.hashesOf(search)],
  );
}

/** The same among those that never had a connection: no list of connections has them. */
export async function findUnconnected(
  { database }: Pick<ReadDeps, "database">,
  search: string,
): Promise<{ companies: CompanyChoice[]; more: boolean }> {
  const found = await database.query<CompanyChoice>(
    `${CHOICES} WHERE ${LISTED} AND ${nameOrId(search)} GROUP BY o.id HAVING count(c.id) = 0 ORDER BY o.name, o.id LIMIT ${FOUND_AT_MOST + 1}`,
    [containing(search), search],
  );
  return { companies: found.slice(0, FOUND_AT_MOST), more: found.length > FOUND_AT_MOST };
}

/** Companies by name, a page at a time; the archived ones apart. */
export async function listCompanies(
  { database }: Pick<ReadDeps, "database">,
  { search, archived, after }: { search: string; archived: boolean; after?: string | undefined },
): Promise<{ companies: CompanyChoice[]; next: string | null }> {
  const found = await database.query<CompanyChoice>(
    `SELECT ${CHOICE_COLUMNS} FROM (
       SELECT o.id, o.name FROM "Company" o
       WHERE ${nameOrId(search)} AND (o."archivedAt" IS NOT NULL) = $3
         AND ($4::text IS NULL OR (o.name, o.id) > ${companyPlaceSql("$4")})
       ORDER BY o.name, o.id LIMIT $5) o
     LEFT JOIN ${connections("c")} ON c."companyId" = o.id GROUP BY o.id, o.name ORDER BY o.name, o.id`,
    [containing(search), search, archived, after ?? null, FOUND_AT_MOST + 1],
  );
  const shown = found.slice(0, FOUND_AT_MOST);
  return { companies: shown, next: found.length > FOUND_AT_MOST ? (shown.at(-1)?.id ?? null) : null };
}

/** @returns Undefined when there is no such company. An archived one is there. */
export async function findCompany(
  { database }: Pick<ReadDeps, "database">,
  id: string,
): Promise<CompanyDetail | undefined> {
  const [row] = await database.query<
    CompanyDetail & Pick<Company, "mergedIntoId"> & { mergedIntoName: string }
  >(
    `SELECT ${CHOICE_COLUMNS}, o."contactName", o."contactEmail", o.locale, o.tags, o."createdAt", o."archivedAt",
       o."mergedIntoId", m.name AS "mergedIntoName",
       COALESCE(array_agg(c."connectionType") FILTER (WHERE c."disconnectedAt" IS NOT NULL), '{}') AS "disconnectedFrom",
       EXISTS (SELECT 1 FROM "Company" t WHERE t."mergedIntoId" = o.id) AS "tookOver"
     FROM "Company" o LEFT JOIN ${connections("c")} ON c."companyId" = o.id
       LEFT JOIN "Company" m ON m.id = o."mergedIntoId"
     WHERE o.id = $1 GROUP BY o.id, m.id`,
    [id],
  );
  if (!row) return undefined;
  const { mergedIntoId, mergedIntoName, ...company } = row;
  return {
    ...company,
    mergedInto: mergedIntoId === null ? null : { id: mergedIntoId, name: mergedIntoName },
  };
}

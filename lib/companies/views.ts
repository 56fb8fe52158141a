import type { Company, Sql } from "@/lib/db";

// What other rooms' statements read of companies.

/** Joins the company that an id means, as o. */
export const joinCompany = (id: string) => `JOIN "Company" o ON o.id = ${id}`;

/** The same without archived companies: what lists and counts join. */
export const joinListedCompany = (id: string) => `${joinCompany(id)} AND o."archivedAt" IS NULL`;

/** A company's place in the order of names: (name, id). */
export const companyPlaceSql = (id: string) => `(SELECT a.name, a.id FROM "Company" a WHERE a.id = ${id})`;

/** Companies, as ids and names. */
export const companyNamesOf = (alias: string) => `(SELECT id, name FROM "Company") ${alias}`;

/** Ids and names. */
export const COMPANY_NAMES = `(SELECT id, name FROM "Company") named`;

/** Ids and names of those whose id is `id`, or whose name begins with the pattern `like` in lower case. */
export const companiesCalled = (id: string, like: string) =>
  `(SELECT id, name FROM "Company" WHERE id = ${id} OR lower(name) LIKE ${like}) named`;

export async function companyExists(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query(`SELECT 1 FROM "Company" WHERE id = $1`, [id])).length > 0;
}

/** Those of the ids that are no company's. */
export async function missingCompanies(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ missing: string }>(
    `SELECT asked.id AS missing FROM unnest($1::text[]) AS asked(id)
     WHERE NOT EXISTS (SELECT 1 FROM "Company" o WHERE o.id = asked.id) ORDER BY asked.id`,
    [ids],
  );
  return rows.map(({ missing }) => missing);
}

/** What a company is to someone who wants to connect it. */
type Standing = "absent" | "archived" | "active";

/** Keeps a company from being removed or archived before the transaction ends. */
export async function holdCompany(tx: Sql, id: string): Promise<Standing> {
  return standing(tx, id, "FOR KEY SHARE");
}

/** Makes whoever changes a company's connections wait for the end of the transaction. */
export async function lockConnectionsOf(tx: Sql, companyId: string): Promise<Standing> {
  return standing(tx, companyId, "FOR NO KEY UPDATE");
}

export async function isArchived(sql: Sql, id: string): Promise<boolean> {
  return (await standing(sql, id, "")) === "archived";
}

async function standing(
  sql: Sql,
  id: string,
  lock: "FOR KEY SHARE" | "FOR NO KEY UPDATE" | "",
): Promise<Standing> {
  const [company] = await sql.query<Pick<Company, "archivedAt">>(
    `SELECT "archivedAt" FROM "Company" WHERE id = $1 ${lock}`,
    [id],
  );
  if (!company) return "absent";
  return company.archivedAt ? "archived" : "active";
}

/** The company that took over another's connections, and since when. */
export async function findMerger(
  sql: Sql,
  id: string,
): Promise<Pick<Company, "mergedIntoId" | "archivedAt"> | undefined> {
  const [merger] = await sql.query<Pick<Company, "mergedIntoId" | "archivedAt">>(
    `SELECT "mergedIntoId", "archivedAt" FROM "Company" WHERE id = $1 AND "mergedIntoId" IS NOT NULL`,
    [id],
  );
  return merger;
}

/** What is said to whoever asks for connections that a merged company had. */
export const mergedWords = (id: string, intoId: string) =>
  `Company "${id}" was merged into "${intoId}". Ask for that one.`;

export async function companyNameOf(sql: Sql, id: string): Promise<string | undefined> {
  const [named] = await sql.query<{ called: string }>(`SELECT name AS called FROM "Company" WHERE id = $1`, [
    id,
  ]);
  return named?.called;
}

/** Whom to write to about a company, and in which language. */
export async function contactOf(
  sql: Sql,
  companyId: string,
): Promise<Pick<Company, "contactName" | "contactEmail" | "locale"> | undefined> {
  const [contact] = await sql.query<Pick<Company, "contactName" | "contactEmail" | "locale">>(
    `SELECT "contactName", "contactEmail", locale FROM "Company" WHERE id = $1`,
    [companyId],
  );
  return contact;
}

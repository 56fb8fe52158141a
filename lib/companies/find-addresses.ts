import type { Company, ReadDeps } from "@/lib/db";

/** Those of some companies that nobody can be written to about. */
export async function findWithoutAddress(
  { database }: Pick<ReadDeps, "database">,
  companyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await database.query<Pick<Company, "id">>(
    `SELECT id FROM "Company" WHERE id = ANY($1::text[]) AND COALESCE("contactEmail", '') = ''`,
    [companyIds],
  );
  return new Set(rows.map(({ id }) => id));
}

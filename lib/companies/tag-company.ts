import type { Company, ReadDeps } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { CompanyDeps } from "./lock-company";
import { changeFacts, readTags } from "./save-company";

/** A tag as it is kept. @throws {CountersignError} `invalid_input` naming `tag`. */
export function readTag(given: string): string {
  try {
    const [tag = ""] = readTags([given]);
    return tag;
  } catch (cause) {
    if (!(cause instanceof CountersignError)) throw cause;
    throw new CountersignError("invalid_input", cause.message, { field: "tag", cause });
  }
}

interface TagChange {
  companyId: string;
  tag: string;
  /** False: it is removed. */
  add: boolean;
}

/**
 * Adds one tag to a company, or removes it; its other tags stay, whoever changes them meanwhile.
 *
 * @returns Whether anything changed.
 * @throws {CountersignError} `not_found` for a company that is removed or archived; `invalid_input` naming `tags`.
 */
export async function changeTag(
  { database, clock }: CompanyDeps,
  { companyId, tag, add }: TagChange,
): Promise<boolean> {
  return database.recordTransaction(async (tx) => {
    const [company] = await tx.query<Pick<Company, "tags" | "archivedAt">>(
      `SELECT tags, "archivedAt" FROM "Company" WHERE id = $1 FOR UPDATE`,
      [companyId],
    );
    if (!company) throw new CountersignError("not_found", "This company does not exist any more.");
    if (company.archivedAt) throw new CountersignError("not_found", "This company is archived.");
    const { tags } = company;
    if (tags.includes(tag) === add) return false;
    const next = readTags(add ? [...tags, tag] : tags.filter((each) => each !== tag));
    await changeFacts(tx, companyId, { tags: next }, clock.nowMs());
    return true;
  });
}

/** How many of some companies have a tag. */
export async function countTags(
  { database }: Pick<ReadDeps, "database">,
  companyIds: readonly string[],
  tag: string,
): Promise<number> {
  const [counted] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Company" WHERE id = ANY($1::text[]) AND $2 = ANY(tags)`,
    [companyIds, tag],
  );
  return counted?.count ?? 0;
}

/** The tags that some companies have, those of most first. */
export async function findTags(
  { database }: Pick<ReadDeps, "database">,
  companyIds: readonly string[],
  most: number,
): Promise<{ tag: string; companies: number }[]> {
  return database.query(
    `SELECT tag, count(*)::int AS companies FROM "Company", unnest(tags) AS tag
     WHERE id = ANY($1::text[]) GROUP BY tag ORDER BY companies DESC, tag LIMIT $2`,
    [companyIds, most],
  );
}

import { COMPANY_NAMES } from "@/lib/companies/views";
import type { ReadDeps } from "@/lib/db";
import { PEOPLE_NAMES } from "@/lib/people/views";
import { containing } from "@/lib/text/containing";

/** A company or an actor by id and name. */
export interface Named {
  id: string;
  name: string;
}

const SHOWN = 8;
const TABLE = { company: COMPANY_NAMES, actor: PEOPLE_NAMES } as const;
export type NamedKey = keyof typeof TABLE;

/** Those whose name contains a text, or whose id it is; eight at most, by name. */
export function findNamed(
  { database }: Pick<ReadDeps, "database">,
  key: NamedKey,
  text: string,
): Promise<Named[]> {
  return database.query<Named>(
    `SELECT id, name FROM ${TABLE[key]} WHERE id = $1 OR name ILIKE $2
     ORDER BY id = $1 DESC, lower(name) = lower($1) DESC, name, id LIMIT ${SHOWN}`,
    [text, containing(text)],
  );
}

/**
 * What a person meant by a company's or an actor's name or id.
 *
 * @returns One when that is certain: by id, by the whole name, or because only one name contains the text.
 */
export async function resolveNamed(
  { database }: Pick<ReadDeps, "database">,
  key: NamedKey,
  text: string,
): Promise<{ found: Named } | { choices: Named[] }> {
  const named = await findNamed({ database }, key, text);
  const [first, second] = named;
  if (!first) return { choices: [] };
  const isWhole = ({ name }: Named) => name.toLowerCase() === text.toLowerCase();
  if (first.id === text || !second || (isWhole(first) && !isWhole(second))) return { found: first };
  return { choices: named };
}

/** The names behind ids, those that have one. */
export async function namesOf(
  { database }: Pick<ReadDeps, "database">,
  key: NamedKey,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (ids.length === 0) return {};
  const rows = await database.query<Named>(`SELECT id, name FROM ${TABLE[key]} WHERE id = ANY($1)`, [ids]);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

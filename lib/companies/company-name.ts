import type { Company, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { foreignName, foreignText } from "@/lib/foreign-text";
import { isVisible, shownName } from "@/lib/shown-text";

/** As much of an id as the audit log keeps. */
const MAX_ID = 200;

/** @throws {CountersignError} `invalid_input` naming `id`. */
export function requireCompanyId(id: string): void {
  const isDots = id === "." || id === "..";
  if (id !== "" && !isDots && foreignText(id, MAX_ID).trim() === id && !/\p{C}/u.test(id)) return;
  if (isDots) {
    const message = "An id can't be one or two full stops: no address could hold it.";
    throw new CountersignError("invalid_input", message, { field: "id" });
  }
  const message = `An id has 1 to ${MAX_ID} characters, no space at its ends and no control or invisible character.`;
  throw new CountersignError("invalid_input", message, { field: "id" });
}

/** @returns The name as it is kept. @throws {CountersignError} `invalid_input` naming `name`: nothing of it can be read. */
export function requireName(given: string): string {
  const name = foreignName(given);
  if (!isVisible(name))
    throw new CountersignError("invalid_input", "Enter the company's name.", { field: "name" });
  return name;
}

/** What makes one name the same as another for a person who reads a list. */
const alike = (name: string) => `lower(regexp_replace(btrim(${name}), '\\s+', ' ', 'g'))`;

/**
 * Refuses a name that another company has. Two who choose the same name at once take turns.
 *
 * @param tx A transaction, which holds the turn until its end.
 * @param exceptId The company that is being renamed.
 * @throws {CountersignError} `invalid_input` with the field `sameName`.
 */
export async function refuseSameName(tx: Sql, name: string, exceptId = ""): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('company name ' || ${alike("$1::text")}))`, [name]);
  const [same] = await tx.query<Pick<Company, "name">>(
    `SELECT name FROM "Company" WHERE ${alike("name")} = ${alike("$1::text")} AND id <> $2 LIMIT 1`,
    [name, exceptId],
  );
  if (same) {
    const message = `There is a company named “${shownName(same.name)}” already.`;
    throw new CountersignError("invalid_input", message, { field: "sameName" });
  }
}

import { newId } from "@/lib/db/new-id";
import type { Sql } from "@/lib/db/sql";
import { findPeople, withActorKind } from "./actor-kind";
import { AUDIT_COLUMNS, type AuditEntry, auditValues } from "./audit-columns";
import { requestContext } from "./context";

export type { AuditEntry, AuditOperation } from "./audit-columns";

/** The status of what no server answered: an event, or a call whose answer never came. Screens show nothing for it. */
export const NO_ANSWER = 0;

const INTO = `INSERT INTO "AuditLog" (${AUDIT_COLUMNS})`;
const ONE_ROW = "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)";

/**
 * Writes one audit row with the caller's connection or transaction, so that a change and its row commit together.
 *
 * @returns The row's id.
 */
export async function recordAudit(sql: Sql, entry: AuditEntry): Promise<string> {
  const id = newId(entry.atMs);
  const stored = withActorKind(entry, await findPeople([entry], sql.query));
  await sql.query(`${INTO} VALUES ${ONE_ROW}`, auditValues(id, stored, requestContext()), "record audit");
  return id;
}

/** The same for rows of one change, in one statement: as many as a change concerns companies. */
export async function recordAudits(sql: Sql, entries: readonly AuditEntry[]): Promise<void> {
  const [first, second] = entries;
  if (!first) return;
  if (!second) {
    await recordAudit(sql, first);
    return;
  }
  const context = requestContext();
  const people = await findPeople(entries, sql.query);
  const rows = entries.map((entry) => auditValues(newId(entry.atMs), withActorKind(entry, people), context));
  const places = rows.map((row, nth) => `(${row.map((_, column) => `$${nth * row.length + column + 1}`)})`);
  await sql.query(`${INTO} VALUES ${places}`, rows.flat());
}

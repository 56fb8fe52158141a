import type { Actor } from "@/lib/actor";
import { newId, type Sql } from "@/lib/db";
import { currentActor, requestContext } from "@/lib/request-context";
import { findPeople, storedActor } from "./actor-kind";
import { AUDIT_COLUMNS, type AuditEntry, auditValues } from "./audit-columns";

export type { AuditEntry } from "./audit-columns";
export type { AuditOperation } from "./operations";

/** What happened, as a verb tells it. Who did it, from where and in which request is read from the context. */
export interface AuditEvent
  extends Omit<AuditEntry, "actor" | "companyId" | "connectionType" | "apiEndpoint" | "requestMethod"> {
  /** The company and the provider concerned, if any. */
  about?: { companyId?: string; connectionType?: string };
  /** Method and endpoint: the provider's, or the verb's own path; never with a query value. */
  via: readonly [method: string, endpoint: string];
  /** Who did it, where that is not the context's actor. */
  by?: Actor | undefined;
}

/** The status of what no server answered: an event, or a call whose answer never came. Screens show nothing for it. */
export const NO_ANSWER = 0;

const INTO = `INSERT INTO "AuditLog" (${AUDIT_COLUMNS})`;
const ONE_ROW = "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)";

/** @throws {Error} Neither the event nor the context names an actor. */
export function entryOf({ about, via, by, ...rest }: AuditEvent): AuditEntry {
  const [requestMethod, apiEndpoint] = via;
  const { companyId = "", connectionType = "" } = about ?? {};
  return { ...rest, actor: by ?? currentActor(), companyId, connectionType, apiEndpoint, requestMethod };
}

/**
 * Writes one audit row with the caller's connection or transaction, so that a change and its row commit together.
 *
 * @returns The row's id.
 */
export async function recordAudit(sql: Sql, event: AuditEvent): Promise<string> {
  const entry = entryOf(event);
  const id = newId(entry.atMs);
  const actor = storedActor(entry.actor, await findPeople([entry], sql.query));
  await sql.query(
    `${INTO} VALUES ${ONE_ROW}`,
    auditValues(id, entry, actor, requestContext()),
    "record audit",
  );
  return id;
}

/** The same for rows of one change, in one statement: as many as a change concerns companies. */
export async function recordAudits(sql: Sql, events: readonly AuditEvent[]): Promise<void> {
  const [first, second] = events;
  if (!first) return;
  if (!second) {
    await recordAudit(sql, first);
    return;
  }
  const context = requestContext();
  const entries = events.map(entryOf);
  const people = await findPeople(entries, sql.query);
  const rows = entries.map((entry) =>
    auditValues(newId(entry.atMs), entry, storedActor(entry.actor, people), context),
  );
  const places = rows.map((row, nth) => `(${row.map((_, column) => `$${nth * row.length + column + 1}`)})`);
  await sql.query(`${INTO} VALUES ${places}`, rows.flat());
}

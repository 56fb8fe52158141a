import { newId } from "@/lib/db/new-id";
import type { Sql } from "@/lib/db/sql";
import { AUDIT_COLUMNS, type AuditEntry, auditValues } from "./audit-columns";
import { requestContext } from "./context";

export type { AuditEntry, AuditOperation } from "./audit-columns";

const INSERT = `INSERT INTO "AuditLog" (${AUDIT_COLUMNS})
  VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`;

/**
 * Writes one audit row with the caller's connection or transaction, so that a change and its row commit together.
 *
 * @returns The row's id.
 */
export async function recordAudit(sql: Sql, entry: AuditEntry): Promise<string> {
  const id = newId(entry.atMs);
  await sql.query(INSERT, auditValues(id, entry, requestContext()));
  return id;
}

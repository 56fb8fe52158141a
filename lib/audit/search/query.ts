import type { ReadDeps } from "@/lib/db";
import { AUDIT_ROW_COLUMNS, AUDIT_ROW_NAMES, type AuditRow } from "./audit-row";
import { companyProviderSql } from "./index-range";

/** The newest rows of one company's connection, newest first. */
export function listConnectionAudit(
  { database }: Pick<ReadDeps, "database">,
  filter: { companyId: string; connectionType: string; limit: number },
): Promise<AuditRow[]> {
  return database.query<AuditRow>(
    `SELECT ${AUDIT_ROW_COLUMNS} FROM "AuditLog" a ${AUDIT_ROW_NAMES}
     WHERE a."companyProvider" = ${companyProviderSql("$1", "$2")}
       AND a."companyId" = $1 AND a."connectionType" = $2
     ORDER BY a.at DESC, a.id DESC LIMIT $3`,
    [filter.companyId, filter.connectionType, filter.limit],
  );
}

/** @returns Undefined when no such row is kept. */
export async function findAuditRow(
  { database }: Pick<ReadDeps, "database">,
  id: string,
): Promise<AuditRow | undefined> {
  const [row] = await database.query<AuditRow>(
    `SELECT ${AUDIT_ROW_COLUMNS} FROM "AuditLog" a ${AUDIT_ROW_NAMES} WHERE a.id = $1`,
    [id],
  );
  return row;
}

import type { ReadDeps } from "@/lib/db";
import { AUDIT_ROW_COLUMNS, AUDIT_ROW_NAMES, type AuditRow } from "./audit-row";

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

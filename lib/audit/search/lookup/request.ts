import type { ReadDeps } from "@/lib/db";
import { AUDIT_ROW_COLUMNS, AUDIT_ROW_NAMES, type AuditRow } from "../audit-row";

/** More than any request but a large import leaves. */
const REQUEST_ROWS = 200;

/** What one request, or one run of a job, left in the log: its first rows, oldest first. */
export interface RequestTrail {
  rows: AuditRow[];
  /** It left more rows than are given. */
  more: boolean;
}

export async function findRequest(
  { database }: Pick<ReadDeps, "database">,
  requestId: string,
): Promise<RequestTrail> {
  const rows = await database.query<AuditRow>(
    `SELECT ${AUDIT_ROW_COLUMNS} FROM "AuditLog" a ${AUDIT_ROW_NAMES}
     WHERE a."requestId" = $1::text ORDER BY a.at, a."position" LIMIT $2`,
    [requestId, REQUEST_ROWS + 1],
  );
  return { rows: rows.slice(0, REQUEST_ROWS), more: rows.length > REQUEST_ROWS };
}

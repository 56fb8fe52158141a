import type { Sql } from "@/lib/db";

/** One audit row as people see it. */
export interface AuditRow {
  id: string;
  timestamp: Date;
  userId: string;
  /** The user's name, or the part of the system that acted. */
  actorName: string;
  operation: string;
  outcome: "success" | "failure" | "refused";
  apiEndpoint: string;
  requestMethod: string;
  responseStatus: number;
  /** Milliseconds. */
  responseTime: number | null;
  errorMessage: string | null;
  providerRef: string | null;
  requestId: string | null;
}

/** The newest rows of one company's connection, newest first. */
export function listConnectionAudit(
  sql: Sql,
  filter: { companyId: string; connectionType: string; limit: number },
): Promise<AuditRow[]> {
  return sql.query<AuditRow>(
    `SELECT a.id, a."timestamp", a."userId", COALESCE(u.name, a."userId") AS "actorName", a.operation, a.outcome,
       a."apiEndpoint", a."requestMethod", a."responseStatus", a."responseTime", a."errorMessage", a."providerRef",
       a."requestId"
     FROM "AuditLog" a LEFT JOIN "User" u ON u.id = a."userId"
     WHERE a."companyId" = $1 AND a."connectionType" = $2
     ORDER BY a."timestamp" DESC, a.id DESC LIMIT $3`,
    [filter.companyId, filter.connectionType, filter.limit],
  );
}

import type { AuditLog, ReadDeps } from "@/lib/db";
import { joinPerson } from "@/lib/people/views";
import { companyProviderSql } from "./index-range";

/** What was tried on one company's connection in some time. */
export interface AttemptCount {
  refreshes: number;
  checks: number;
  /** Older rows of the time were not looked at: the numbers are at least these. */
  capped: boolean;
  lastAt: Date | null;
}

/** Rows of the connection that are looked at, of whatever operation. */
export const ATTEMPT_ROWS = 2_000;

/** Counts refreshes and checks after a moment, by the connection's own index range of the log and never further than a cap. */
export async function countAttempts(
  { database }: Pick<ReadDeps, "database">,
  {
    companyId,
    connectionType,
    fromMs,
    toMs,
  }: { companyId: string; connectionType: string; fromMs: number; toMs: number },
): Promise<AttemptCount> {
  const [row] = await database.query<AttemptCount>(
    `SELECT count(*) FILTER (WHERE operation = 'token.refresh')::int AS refreshes,
       count(*) FILTER (WHERE operation = 'connection.check')::int AS checks,
       max("timestamp") FILTER (WHERE operation IN ('token.refresh', 'connection.check')) AS "lastAt",
       count(*) = ${ATTEMPT_ROWS} AS capped
     FROM (SELECT a.operation, a."timestamp" FROM "AuditLog" a
       WHERE a."companyProvider" = ${companyProviderSql("$1", "$2")} AND a."companyId" = $1 AND a."connectionType" = $2
         AND a.at >= ($3::timestamptz AT TIME ZONE 'UTC') AND a.at <= ($4::timestamptz AT TIME ZONE 'UTC')
       ORDER BY a.at DESC, a.id DESC LIMIT ${ATTEMPT_ROWS}) recent`,
    [companyId, connectionType, new Date(fromMs), new Date(toMs)],
  );
  return row ?? { refreshes: 0, checks: 0, capped: false, lastAt: null };
}

/** The operation that a change of a connection came with, written in the same moment; undefined where none is kept. */
export async function findOperationAt(
  { database }: Pick<ReadDeps, "database">,
  { companyId, connectionType, atMs }: { companyId: string; connectionType: string; atMs: number },
): Promise<{ operation: string; actorName: string } | undefined> {
  const [row] = await database.query<Pick<AuditLog, "operation"> & { actorName: string }>(
    `SELECT a.operation, COALESCE(u.name, a."userId") AS "actorName" FROM "AuditLog" a
     ${joinPerson('a."userId"')}
     WHERE a."companyProvider" = ${companyProviderSql("$1", "$2")} AND a."companyId" = $1 AND a."connectionType" = $2
       AND a.at = ($3::timestamptz AT TIME ZONE 'UTC') AND a.outcome = 'success'
       AND a.operation IN ('connection.connect', 'connection.reconnect', 'connection.move', 'connection.adopt',
         'connection.check', 'token.refresh') LIMIT 1`,
    [companyId, connectionType, new Date(atMs)],
  );
  return row;
}

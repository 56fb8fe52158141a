import type { ConnectionHealth, Grant, Narrowed, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { DEADLINE_SQL, LIVE_SQL, SERVING_GRANTS } from "@/lib/token/views";
import { ENOUGH, HEALTH_TABLES, LIMITED, OUTAGE_CAUSES } from "./signs";

/** What was seen of one connection of late, and of the grant that serves it. */
export interface Observed
  extends Pick<
      Narrowed<ConnectionHealth, { cause: ErrorCode | null }>,
      "cause" | "providerRef" | "since" | "lastHealthyAt" | "lastChecked" | "lastProbedAt"
    >,
    Pick<
      Narrowed<Grant, { lastErrorCode: ErrorCode | null }>,
      "issuedAt" | "attemptStartedAt" | "failureCount" | "lastErrorCode" | "lastErrorMessage" | "lastErrorRef"
    > {
  grantId: string;
  message: string | null;
}

/** Beyond these, older observations are left unread: an outage is looked for back from now. */
const MOST_OBSERVED = 2_000;

/** Expects $1 = connectionType, $2 = now, $3 = since when. */
const SEEN = `FROM ${HEALTH_TABLES}
  WHERE h."connectionType" = $1 AND h."lastChecked" > $3 AND h."lastChecked" <= $2 AND ${LIVE_SQL}`;

/** What was observed since a moment, newest first; nothing while nothing failed. */
export async function readObserved(
  sql: Sql,
  { connectionType, nowMs, fromMs }: { connectionType: string; nowMs: number; fromMs: number },
): Promise<Observed[]> {
  const values = [connectionType, new Date(nowMs), new Date(fromMs)];
  const failed = await sql.query(
    `SELECT 1 ${SEEN} AND (h.cause = ANY($4) OR g."lastErrorCode" = ANY($4)) LIMIT 1`,
    [...values, [...OUTAGE_CAUSES, LIMITED]],
    "has anything failed",
  );
  if (failed.length === 0) return [];
  return sql.query<Observed>(
    `SELECT g.id AS "grantId", h.cause, h."errorMessage" AS message, h."providerRef", h.since, h."lastHealthyAt",
       h."lastChecked", h."lastProbedAt", g."issuedAt", g."attemptStartedAt", g."failureCount", g."lastErrorCode",
       g."lastErrorMessage", g."lastErrorRef"
     ${SEEN} ORDER BY h."lastChecked" DESC LIMIT ${MOST_OBSERVED}`,
    values,
    "read what was observed",
  );
}

/** How many grants of a provider work unless it fails, counted as far as `ENOUGH`. */
export async function countAble(sql: Sql, connectionType: string, nowMs: number): Promise<number> {
  const able = await sql.query(
    `SELECT 1 FROM ${SERVING_GRANTS} AND g."connectionType" = $1 AND g.state = 'active' AND ${DEADLINE_SQL} > $2
     LIMIT ${ENOUGH}`,
    [connectionType, new Date(nowMs)],
  );
  return able.length;
}

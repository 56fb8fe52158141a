import type { ProviderIncident, Sql } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import { SERVED } from "@/lib/token/views";
import {
  ABLE_SQL,
  ANSWERED_SQL,
  ENOUGH,
  HEALTH_TABLES,
  LIMITED,
  ONSET_SQL,
  OUTAGE_CAUSES,
  READ_FAILED_SQL,
  UNREFRESHED_SQL,
} from "./signs";

/** Companies whose recovery is still looked for after their incident ended: an idle one shows it within a day. */
const FOLLOWED_MS = 7 * DAY_MS;
/** How long an incident goes on after its last failure, at least. */
const QUIET_MS = 2 * 60_000;
/** Calls that failed are waited for this long: a refresh that does well says nothing of the API. */
const PROBE_PATIENCE_MS = 30 * 60_000;

export type OpenIncident = Pick<
  ProviderIncident,
  "id" | "connectionType" | "cause" | "startedAt" | "lastFailureAt"
>;

/**
 * Adds who is touched: whoever was seen failing since the incident began, and whoever's token has run out in it. One that
 * fails again has not recovered.
 *
 * @returns The incident as of its newest failure.
 */
export async function addTouched(tx: Sql, incident: OpenIncident, nowMs: number): Promise<OpenIncident> {
  const { id, connectionType, startedAt, cause } = incident;
  const causes = cause === LIMITED ? [...OUTAGE_CAUSES, LIMITED] : OUTAGE_CAUSES;
  const [touched] = await tx.query<Pick<ProviderIncident, "lastFailureAt">>(
    `WITH failing AS MATERIALIZED (
       SELECT c."companyId", ${ONSET_SQL} AS at, h."lastChecked" FROM ${HEALTH_TABLES}
       WHERE h."connectionType" = $1 AND h."lastChecked" >= $4 AND h.cause = ANY($5) AND ${ONSET_SQL} >= $4 AND ${ABLE_SQL}),
     added AS (
       INSERT INTO "IncidentCompany" ("incidentId", "companyId", "affectedAt")
       SELECT $3, "companyId", min(at) FROM (
         SELECT "companyId", at FROM failing
         UNION ALL
         SELECT c."companyId", g."accessExpiresAt"
         FROM ${SERVED}
         LEFT JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
         WHERE g."connectionType" = $1 AND g."accessExpiresAt" > $4 AND g."accessExpiresAt" <= $2 AND ${ABLE_SQL}) t
       GROUP BY "companyId"
       ON CONFLICT ("incidentId", "companyId") DO UPDATE SET "recoveredAt" = NULL
       WHERE "IncidentCompany"."recoveredAt" IS NOT NULL)
     UPDATE "ProviderIncident"
     SET "lastFailureAt" = GREATEST("lastFailureAt", (SELECT max("lastChecked") FROM failing))
     WHERE id = $3 RETURNING "lastFailureAt"`,
    [connectionType, new Date(nowMs), id, startedAt, causes],
  );
  return { ...incident, lastFailureAt: touched?.lastFailureAt ?? incident.lastFailureAt };
}

/** Puts down whose first success has come, in the open incident and in those of the last days. */
export async function noteRecoveries(tx: Sql, connectionType: string, nowMs: number): Promise<void> {
  await tx.query(
    `UPDATE "IncidentCompany" a
     SET "recoveredAt" = CASE WHEN h.since > a."affectedAt" THEN h.since ELSE h."lastChecked" END
     FROM "ProviderIncident" i, ${HEALTH_TABLES}
     WHERE i.id = a."incidentId" AND a."recoveredAt" IS NULL AND i."connectionType" = $1
       AND (i."endedAt" IS NULL OR i."endedAt" > $3)
       AND h."companyId" = a."companyId" AND h."connectionType" = $1 AND h."lastChecked" > a."affectedAt"
       AND ${ANSWERED_SQL} AND NOT ${UNREFRESHED_SQL}
       AND (g."accessExpiresAt" > $2 OR (i."endedAt" IS NOT NULL AND g."issuedAt" > a."affectedAt"))`,
    [connectionType, new Date(nowMs), new Date(nowMs - FOLLOWED_MS)],
  );
}

/**
 * When the incident ended, if it did: nothing failed for a while, and three of those it touched did well since all but
 * one of the failures. One connection alone may go on failing for reasons of its own.
 */
export async function findEnd(tx: Sql, incident: OpenIncident, nowMs: number): Promise<Date | undefined> {
  const { id, connectionType, startedAt, lastFailureAt } = incident;
  if (nowMs - lastFailureAt.getTime() < QUIET_MS) return undefined;
  const [end] = await tx.query<{ endedAt: Date }>(
    `WITH touched AS MATERIALIZED (
       SELECT g.id AS "grantId", a."recoveredAt", h.cause, h."lastChecked"
       FROM "IncidentCompany" a, ${HEALTH_TABLES}
       WHERE a."incidentId" = $3 AND h."companyId" = a."companyId" AND h."connectionType" = $1 AND ${ABLE_SQL}),
     others AS (
       SELECT COALESCE((SELECT max("lastChecked") AS at FROM touched WHERE cause IS NOT NULL AND "lastChecked" >= $4
         GROUP BY "grantId" ORDER BY at DESC OFFSET 1 LIMIT 1), $4) AS "failedAt"),
     well AS (
       SELECT * FROM touched, others WHERE "recoveredAt" IS NOT NULL AND "lastChecked" > others."failedAt"),
     probes AS (
       SELECT ${READ_FAILED_SQL} AS failed, h."lastProbedAt"
       FROM ${HEALTH_TABLES} WHERE h."connectionType" = $1 AND h."lastProbedAt" >= $4 AND ${ABLE_SQL})
     SELECT COALESCE(min(CASE WHEN "recoveredAt" > $5 THEN "recoveredAt" WHEN "lastChecked" > $5 THEN "lastChecked" END), $5)
       AS "endedAt"
     FROM well
     HAVING count(DISTINCT "grantId") >= LEAST(${ENOUGH}, (SELECT count(DISTINCT "grantId") FROM touched))
       AND ($5 <= $6 OR NOT EXISTS (SELECT 1 FROM probes WHERE failed)
         OR EXISTS (SELECT 1 FROM probes, others WHERE NOT failed AND "lastProbedAt" > others."failedAt"))`,
    [connectionType, new Date(nowMs), id, startedAt, lastFailureAt, new Date(nowMs - PROBE_PATIENCE_MS)],
  );
  return end?.endedAt;
}

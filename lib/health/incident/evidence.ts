import type { Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { DEADLINE_SQL, SERVING_GRANTS } from "@/lib/token/views";
import { ANSWERED_SQL, ENOUGH, HEALTH_TABLES, LIMITED, ONSET_SQL, OUTAGE_CAUSES } from "./signs";

const OBSERVED_MS = 5 * 60_000;
/** What has failed for longer began before whatever is beginning now. */
const ONSET_MS = 30 * 60_000;

/** What shows that a provider fails for everyone. */
export interface Evidence {
  /** The class most of the failures have. */
  cause: ErrorCode;
  message: string;
  providerRef: string | null;
  startedAt: Date;
  lastFailureAt: Date;
}

/**
 * Three ways to look at the grants observed in the last minutes: all together, those that were refreshed, those whose
 * API was called; the token endpoint and the API fail apart. Looking back from now, an outage is a moment since which
 * three different grants began to fail and no more than as many did well. Before that moment everything may have been
 * well, which is why the whole window's share says little: behind an open breaker few failures are seen at all.
 */
const EVIDENCE = `WITH seen AS MATERIALIZED (
    SELECT g.id AS "grantId", COALESCE(h.cause = ANY($5), false) AS failing, COALESCE(h.cause = $6, false) AS limited,
      ${ANSWERED_SQL} AS answered, COALESCE((g."failureCount" > 0 OR g."lastErrorCode" = 'client_rejected') AND g."lastErrorCode" = ANY($5), false) AS unrefreshed,
      ${ONSET_SQL} AS onset, h.since, h."lastChecked", h."lastProbedAt", h.cause, h."errorMessage", h."providerRef",
      g."issuedAt", g."attemptStartedAt", g."lastErrorCode", g."lastErrorMessage", g."lastErrorRef"
    FROM ${HEALTH_TABLES}
    WHERE h."connectionType" = $1 AND h."lastChecked" > $3 AND h."lastChecked" <= $2 AND c."disconnectedAt" IS NULL),
  judged AS (
    SELECT *, failing OR limited AND (
        SELECT count(DISTINCT "grantId") FILTER (WHERE limited) >= ${ENOUGH} AND NOT bool_or(answered OR "issuedAt" > $3)
        FROM seen) AS fails
    FROM seen),
  looks AS (
    SELECT 'all' AS way, "grantId", fails AS bad, CASE WHEN fails THEN onset ELSE "lastChecked" END AS at
    FROM judged WHERE fails OR answered
    UNION ALL SELECT 'token', "grantId", true, COALESCE("attemptStartedAt", since) FROM judged WHERE unrefreshed
    UNION ALL SELECT 'token', "grantId", false, "issuedAt" FROM judged WHERE "issuedAt" > $3 AND NOT unrefreshed
    UNION ALL SELECT 'api', "grantId", true, onset FROM judged WHERE fails AND NOT unrefreshed
    UNION ALL SELECT 'api', "grantId", false, "lastChecked" FROM judged WHERE answered AND "lastProbedAt" = "lastChecked"),
  grants AS (
    SELECT way, "grantId", bad, CASE WHEN bad THEN min(at) ELSE max(at) END AS at
    FROM looks WHERE NOT bad OR at > $4 GROUP BY way, "grantId", bad),
  backwards AS (
    SELECT way, "grantId", bad, at,
      count(*) FILTER (WHERE bad) OVER since AS bads, count(*) FILTER (WHERE NOT bad) OVER since AS goods
    FROM grants WINDOW since AS (PARTITION BY way ORDER BY at DESC, bad ROWS UNBOUNDED PRECEDING)),
  needed AS (
    SELECT LEAST(count(*), ${ENOUGH}) AS grants FROM (
      SELECT 1 FROM ${SERVING_GRANTS} AND g."connectionType" = $1 AND g.state = 'active' AND ${DEADLINE_SQL} > $2
      LIMIT ${ENOUGH}) able),
  runs AS (
    SELECT way, max(bads) AS bads FROM backwards, needed WHERE bad AND bads >= needed.grants AND bads >= goods GROUP BY way),
  run AS (SELECT DISTINCT b."grantId", b.at FROM backwards b JOIN runs r ON r.way = b.way WHERE b.bad AND b.bads <= r.bads),
  failures AS (
    SELECT CASE WHEN fails THEN cause ELSE "lastErrorCode" END AS cause,
      CASE WHEN fails THEN "errorMessage" ELSE "lastErrorMessage" END AS message,
      CASE WHEN fails THEN "providerRef" ELSE "lastErrorRef" END AS ref, onset, "lastChecked"
    FROM judged WHERE (fails OR unrefreshed) AND "grantId" IN (SELECT "grantId" FROM run))
  SELECT cause, (array_agg(message ORDER BY ref IS NULL, onset))[1] AS message,
    (array_agg(ref ORDER BY ref IS NULL, onset))[1] AS "providerRef",
    (SELECT min(at) FROM run) AS "startedAt", (SELECT max("lastChecked") FROM failures) AS "lastFailureAt"
  FROM failures GROUP BY cause ORDER BY count(*) DESC, cause LIMIT 1`;

/**
 * Whether a provider fails for everyone right now.
 *
 * @param after The end of its last incident: what that left failing is no evidence of another.
 */
export async function findEvidence(
  sql: Sql,
  connectionType: string,
  nowMs: number,
  after: Date | null,
): Promise<Evidence | undefined> {
  const since = (ms: number) => new Date(Math.max(nowMs - ms, after?.getTime() ?? 0));
  const [evidence] = await sql.query<Evidence>(
    EVIDENCE,
    [connectionType, new Date(nowMs), since(OBSERVED_MS), since(ONSET_MS), OUTAGE_CAUSES, LIMITED],
    "find evidence of an outage",
  );
  return evidence;
}

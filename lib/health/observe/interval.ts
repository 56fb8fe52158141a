import { newId, type Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { connections } from "@/lib/token/views";
import {
  checkedAt,
  healthyAt,
  type Observation,
  ownerOf,
  probedAt,
  readColumns,
  statusOf,
} from "./observation";

/** A trouble that comes back this soon was never gone. */
const FLAP_MS = 10 * 60_000;

/** An interval that goes on, and the short healthy one after it that goes. */
interface Continued {
  id: string;
  betweenId: string;
}

const OF_CONNECTION = `"companyId" = $1 AND "connectionType" = $2`;

/**
 * Puts down a connection's first observation. A company whose connection has gone to another since it was looked at gets
 * none; the lock makes one that is going now go first.
 *
 * @returns False when it is not the first, or the connection is gone.
 */
export async function beginInterval(tx: Sql, observation: Observation): Promise<boolean> {
  const begun = await tx.query(
    `WITH present AS (
       SELECT 1 FROM ${connections("c")} WHERE c."companyId" = $1 AND c."connectionType" = $2 LIMIT 1 FOR SHARE),
     first AS (
       INSERT INTO "ConnectionHealth" ("companyId", "connectionType", status, cause, "errorMessage", "providerRef", since,
         "lastChecked", "lastHealthyAt", "lastProbedAt", "readCause", id)
       SELECT $1, $2, $3, $4, $5, $6, $7, $7, $8, $9, CASE WHEN $10 THEN $11 END, $12 FROM present
       ON CONFLICT ("companyId", "connectionType") DO NOTHING RETURNING 1)
     INSERT INTO "HealthInterval" ("companyId", "connectionType", status, cause, message, "providerRef", "startedAt", id, owner)
     SELECT $1, $2, $3, $4, $5, $6, $7, $13, $14 FROM first RETURNING id`,
    [...stateOf(observation), newId(), newId(), ownerOf(observation.cause)],
  );
  return begun.length === 1;
}

/** Ends the open interval and begins another, which carries the message and reference of its first observation. */
export async function moveInterval(tx: Sql, observation: Observation): Promise<void> {
  await tx.query(
    `WITH ended AS (UPDATE "HealthInterval" SET "endedAt" = $7 WHERE ${OF_CONNECTION} AND "endedAt" IS NULL RETURNING 1),
     health AS (${updateHealth("$7", "$12")})
     INSERT INTO "HealthInterval" ("companyId", "connectionType", status, cause, message, "providerRef", "startedAt", id, owner)
     SELECT $1, $2, $3, $4, $5, $6, $7, $13, $14 FROM (SELECT count(*) FROM ended) AS first`,
    [...stateOf(observation), checkedAt(observation), newId(), ownerOf(observation.cause)],
  );
}

/**
 * The interval that a failure goes on with: of the same cause, ended a few minutes ago, with nothing since but a healthy
 * segment that no consent began.
 */
export async function findContinued(
  tx: Sql,
  { companyId, connectionType, cause, atMs }: Observation,
  current: ErrorCode | null,
): Promise<Continued | undefined> {
  if (cause === null || current !== null) return undefined;
  const [continued] = await tx.query<Continued>(
    `SELECT earlier.id, between_.id AS "betweenId"
     FROM "HealthInterval" between_
     CROSS JOIN LATERAL (
       SELECT id, cause, "startedAt" FROM "HealthInterval"
       WHERE ${OF_CONNECTION} AND "endedAt" = between_."startedAt" ORDER BY "startedAt" DESC, id DESC LIMIT 1) earlier
     WHERE between_."companyId" = $1 AND between_."connectionType" = $2 AND between_."endedAt" IS NULL
       AND between_."startedAt" >= $4 AND earlier.cause = $3
       AND NOT EXISTS (
         SELECT 1 FROM ${connections("c")} JOIN ${connections("sharer")} ON sharer."grantId" = c."grantId"
         WHERE c."companyId" = $1 AND c."connectionType" = $2 AND sharer."connectedAt" >= earlier."startedAt")`,
    [companyId, connectionType, cause, new Date(atMs - FLAP_MS)],
  );
  return continued;
}

/** Goes on with an interval as if it had never ended. */
export async function continueInterval(
  tx: Sql,
  observation: Observation,
  { id, betweenId }: Continued,
): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM "HealthInterval" WHERE id = $13 RETURNING 1),
     again AS (
       UPDATE "HealthInterval" SET "endedAt" = NULL
       WHERE id = $14 AND (SELECT count(*) FROM gone) = 1 RETURNING "startedAt")
     ${updateHealth(`(SELECT "startedAt" FROM again)`, "$12")} AND $7::timestamptz IS NOT NULL`,
    [...stateOf(observation), checkedAt(observation), betweenId, id],
  );
}

/** $1 to $11 of the statements above. */
function stateOf(observation: Observation): unknown[] {
  const { companyId, connectionType, cause, message, providerRef, atMs } = observation;
  return [
    companyId,
    connectionType,
    statusOf(cause),
    cause,
    message,
    providerRef ?? null,
    new Date(atMs),
    healthyAt(observation),
    probedAt(observation),
    ...readColumns(observation),
  ];
}

function updateHealth(since: string, checked: string): string {
  return `UPDATE "ConnectionHealth"
     SET status = $3, cause = $4, "errorMessage" = $5, "providerRef" = $6, since = ${since},
         "lastChecked" = GREATEST("lastChecked", ${checked}), "lastHealthyAt" = GREATEST("lastHealthyAt", $8),
         "lastProbedAt" = GREATEST("lastProbedAt", $9), "readCause" = CASE WHEN $10 THEN $11 ELSE "readCause" END
     WHERE ${OF_CONNECTION}`;
}

import type { Actor } from "@/lib/actor";
import { NO_ANSWER, recordAudit } from "@/lib/audit/record";
import type { ConnectionHealth, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { SERVED } from "@/lib/token/views";
import { customerCauses } from "../verdict/verdict";
import { beginInterval, continueInterval, findContinued, moveInterval } from "./interval";
import {
  checkedAt,
  healthyAt,
  type Observation,
  ownerOf,
  probedAt,
  readColumns,
  statusOf,
} from "./observation";
import { recordTurn } from "./record-turn";

/** The audit log's actor for observations. */
export const HEALTH: Actor = { kind: "system", id: "health" };

/** A connection's newest state, its row locked. */
interface CurrentHealth extends Pick<ConnectionHealth, "lastChecked" | "since"> {
  cause: ErrorCode | null;
  /** What the newest live read found wrong. */
  readCause: ErrorCode | null;
  /** The last refresh failed, and the token is about to run out or has. */
  unrenewed: boolean;
}

/** A refresh that failed says nothing while its token has longer to live: who tries again then may do well. */
const RUNS_OUT_MINUTES = 10;

/**
 * Notes what one look at a connection showed: the newest state, and when it changed, its interval and audit row. An
 * observation like the one before is one statement.
 *
 * @param tx The transaction of the change that showed it.
 * @param auditAtMs When it is put down, where that is not when it came about.
 */
export async function recordHealth(
  tx: Sql,
  { sinceMs, ...observation }: Observation,
  auditAtMs: number = observation.atMs,
): Promise<void> {
  // It came about at its deadline, and was looked at now.
  if (sinceMs !== undefined)
    await recordHealth(tx, { ...observation, source: "expiry", atMs: sinceMs }, auditAtMs);
  if (await confirm(tx, observation)) return;
  let current = await lockCurrent(tx, observation);
  if (!current && (await beginInterval(tx, observation))) {
    if (observation.cause !== null) await auditChange(tx, observation, auditAtMs);
    await recordTurn(tx, observation, undefined, auditAtMs);
    return;
  }
  current ??= await lockCurrent(tx, observation);
  // Its connection went to another company meanwhile, and its health with it.
  if (!current) return;
  // Another observation of the same came while this one waited for the lock.
  if (current.cause === observation.cause && (await confirm(tx, observation))) return;
  if (disprovesNothing(observation, current)) return noteProbe(tx, observation);
  // An observation that waited for the lock may be late: history never runs backwards.
  const change = { ...observation, atMs: Math.max(observation.atMs, current.lastChecked.getTime()) };
  const earlier = await findContinued(tx, change, current.cause);
  if (earlier) await continueInterval(tx, change, earlier);
  else await moveInterval(tx, change);
  await auditChange(tx, observation, auditAtMs);
  await recordTurn(tx, observation, current, auditAtMs);
}

/** @returns Whether the connection is on record as just that already. */
async function confirm(tx: Sql, observation: Observation): Promise<boolean> {
  const { companyId, connectionType, cause, message, providerRef } = observation;
  const confirmed = await tx.query(
    `UPDATE "ConnectionHealth"
     SET "errorMessage" = $5, "providerRef" = $6,
         "lastChecked" = GREATEST("lastChecked", $7), "lastHealthyAt" = GREATEST("lastHealthyAt", $8),
         "lastProbedAt" = GREATEST("lastProbedAt", $9), "readCause" = CASE WHEN $10 THEN $11 ELSE "readCause" END
     WHERE "companyId" = $1 AND "connectionType" = $2 AND status = $3 AND cause IS NOT DISTINCT FROM $4
     RETURNING id`,
    [
      companyId,
      connectionType,
      statusOf(cause),
      cause,
      message,
      providerRef ?? null,
      checkedAt(observation),
      healthyAt(observation),
      probedAt(observation),
      ...readColumns(observation),
    ],
    "confirm health",
  );
  return confirmed.length === 1;
}

async function lockCurrent(
  tx: Sql,
  { companyId, connectionType, atMs }: Observation,
): Promise<CurrentHealth | undefined> {
  const [current] = await tx.query<CurrentHealth>(
    `SELECT h.cause, h."readCause", h."lastChecked", h.since, EXISTS (
       SELECT 1 FROM ${SERVED}
       WHERE c."companyId" = $1 AND c."connectionType" = $2 AND g."failureCount" > 0
         AND g."accessExpiresAt" <= $3::timestamptz + interval '${RUNS_OUT_MINUTES} minutes') AS unrenewed
     FROM "ConnectionHealth" h WHERE h."companyId" = $1 AND h."connectionType" = $2 FOR UPDATE OF h`,
    [companyId, connectionType, new Date(atMs)],
  );
  return current;
}

/**
 * Token endpoint and API fail apart, so what was found at one is disproved there alone: a good refresh leaves standing
 * what a live read found, and a good read that the token can't be renewed. What the customer must mend is hidden by no
 * trouble of the provider's.
 */
function disprovesNothing({ source, cause }: Observation, current: CurrentHealth): boolean {
  const isLook = source === "refresh" || source === "check" || source === "attempt";
  if (current.cause === null || !isLook) return false;
  const isCustomers = customerCauses.has(current.cause);
  if (cause !== null) return isCustomers && ownerOf(cause) !== "customer";
  return source === "refresh" ? current.readCause !== null : !isCustomers && current.unrenewed;
}

async function noteProbe(tx: Sql, observation: Observation): Promise<void> {
  const at = probedAt(observation);
  if (!at) return;
  await tx.query(
    `UPDATE "ConnectionHealth" SET "lastProbedAt" = GREATEST("lastProbedAt", $3),
       "lastChecked" = GREATEST("lastChecked", $4), "lastHealthyAt" = GREATEST("lastHealthyAt", $4),
       "readCause" = CASE WHEN $5 THEN NULL ELSE "readCause" END
     WHERE "companyId" = $1 AND "connectionType" = $2`,
    [
      observation.companyId,
      observation.connectionType,
      at,
      healthyAt(observation),
      observation.cause === null,
    ],
  );
}

async function auditChange(tx: Sql, observation: Observation, atMs: number): Promise<void> {
  const { companyId, connectionType, cause, message, providerRef } = observation;
  const wanted = cause === null || cause === "no_connection";
  await recordAudit(tx, {
    operation: "health.change",
    outcome: wanted ? "success" : "failure",
    by: HEALTH,
    about: { companyId, connectionType },
    via: ["EVENT", `/health/${statusOf(cause)}`],
    responseStatus: NO_ANSWER,
    errorMessage: message ?? undefined,
    providerRef,
    atMs,
  });
}

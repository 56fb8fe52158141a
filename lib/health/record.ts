import { recordAudit } from "@/lib/audit/record";
import type { Sql } from "@/lib/db";
import { CountersignError, type ErrorCode } from "@/lib/errors";
import { beginInterval, continueInterval, findContinued, moveInterval } from "./interval";
import { checkedAt, healthyAt, type Observation, probedAt, statusOf } from "./observation";
import { customerCauses } from "./verdict";

/** A connection's newest state, its row locked. */
interface CurrentHealth {
  cause: ErrorCode | null;
  lastChecked: Date;
}

/**
 * Notes what one look at a connection showed: the newest state, and when it changed, its interval and audit row. An
 * observation like the one before is one statement.
 *
 * @param tx The transaction of the change that showed it.
 * @param auditAtMs When it is put down, where that is not when it came about.
 */
export async function recordHealth(
  tx: Sql,
  observation: Observation,
  auditAtMs: number = observation.atMs,
): Promise<void> {
  if (await confirm(tx, observation)) return;
  let current = await lockCurrent(tx, observation);
  if (!current && (await beginInterval(tx, observation))) {
    if (observation.cause !== null) await auditChange(tx, observation, auditAtMs);
    return;
  }
  current ??= await lockCurrent(tx, observation);
  if (!current) throw new Error(`The health of company "${observation.companyId}" is gone.`);
  // Another observation of the same came while this one waited for the lock.
  if (current.cause === observation.cause && (await confirm(tx, observation))) return;
  if (disprovesNothing(observation, current.cause)) return noteProbe(tx, observation);
  // Whoever waited for the lock may be late: history never runs backwards.
  const change = { ...observation, atMs: Math.max(observation.atMs, current.lastChecked.getTime()) };
  const earlier = await findContinued(tx, change, current.cause);
  if (earlier) await continueInterval(tx, change, earlier);
  else await moveInterval(tx, change);
  await auditChange(tx, observation, auditAtMs);
}

/** @returns Whether the connection is on record as just that already. */
async function confirm(tx: Sql, observation: Observation): Promise<boolean> {
  const { companyId, connectionType, cause, message, providerRef } = observation;
  const confirmed = await tx.query(
    `UPDATE "ConnectionHealth"
     SET "errorMessage" = $5, "providerRef" = $6,
         "lastChecked" = GREATEST("lastChecked", $7), "lastHealthyAt" = GREATEST("lastHealthyAt", $8),
         "lastProbedAt" = GREATEST("lastProbedAt", $9)
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
    ],
    "confirm health",
  );
  return confirmed.length === 1;
}

async function lockCurrent(
  tx: Sql,
  { companyId, connectionType }: Observation,
): Promise<CurrentHealth | undefined> {
  const [current] = await tx.query<CurrentHealth & Record<string, unknown>>(
    `SELECT cause, "lastChecked" FROM "ConnectionHealth"
     WHERE "companyId" = $1 AND "connectionType" = $2 FOR UPDATE`,
    [companyId, connectionType],
  );
  return current;
}

/**
 * What the customer must mend stays on record until that is shown to be mended. A refresh proves the grant and not that
 * its organisation lets us in, and a provider in trouble proves neither.
 */
function disprovesNothing({ source, cause }: Observation, current: ErrorCode | null): boolean {
  if (current === null || !customerCauses.has(current) || (source !== "refresh" && source !== "check"))
    return false;
  if (cause === null) return source === "refresh" && current !== "reconnect_required";
  return new CountersignError(cause, "").owner !== "customer";
}

async function noteProbe(tx: Sql, observation: Observation): Promise<void> {
  const at = probedAt(observation);
  if (!at) return;
  await tx.query(
    `UPDATE "ConnectionHealth" SET "lastProbedAt" = GREATEST("lastProbedAt", $3)
     WHERE "companyId" = $1 AND "connectionType" = $2`,
    [observation.companyId, observation.connectionType, at],
  );
}

async function auditChange(tx: Sql, observation: Observation, atMs: number): Promise<void> {
  const { companyId, connectionType, cause, message, providerRef } = observation;
  const wanted = cause === null || cause === "no_connection";
  await recordAudit(tx, {
    operation: "health.change",
    outcome: wanted ? "success" : "failure",
    userId: "health",
    actorKind: "system",
    companyId,
    connectionType,
    apiEndpoint: `/health/${statusOf(cause)}`,
    requestMethod: "EVENT",
    responseStatus: wanted ? 200 : new CountersignError(cause, "").httpStatus,
    errorMessage: message ?? undefined,
    providerRef,
    atMs,
  });
}

import { recordAudit } from "@/lib/audit/record";
import { newId, type Sql } from "@/lib/db";
import { CountersignError, type ErrorCode, type ErrorOwner } from "@/lib/errors";
import type { HealthObservation } from "@/lib/token";

type MissionStatus = "healthy" | "unhealthy" | "expired";

interface CurrentHealth {
  status: MissionStatus;
  cause: ErrorCode | null;
}

/**
 * Notes what one look at a connection showed: the newest state, and when it changed, its interval and audit row.
 *
 * @param tx The transaction of the change that showed it.
 */
export async function recordHealth(tx: Sql, observation: HealthObservation): Promise<void> {
  const { companyId, connectionType, cause, source, atMs } = observation;
  const [current] = await tx.query<CurrentHealth>(
    `SELECT status, cause FROM "ConnectionHealth" WHERE "companyId" = $1 AND "connectionType" = $2 FOR UPDATE`,
    [companyId, connectionType],
  );
  if (source === "refresh" && cause === null && current?.cause && isOfOrganisation(current.cause)) return;
  const status = statusOf(cause);
  const changed = !current || current.cause !== cause || current.status !== status;
  await upsertHealth(tx, observation, status, changed);
  if (!changed) return;
  await moveInterval(tx, observation, status);
  if (!current && cause === null) return;
  const wanted = cause === null || cause === "no_connection";
  await recordAudit(tx, {
    operation: "health.change",
    outcome: wanted ? "success" : "failure",
    userId: "health",
    actorKind: "system",
    companyId,
    connectionType,
    apiEndpoint: `/health/${status}`,
    requestMethod: "EVENT",
    responseStatus: wanted ? 200 : new CountersignError(cause, "").httpStatus,
    errorMessage: observation.message ?? undefined,
    providerRef: observation.providerRef,
    atMs,
  });
}

/** What the organisation refuses, no refresh of the grant can mend or disprove. */
function isOfOrganisation(cause: ErrorCode): boolean {
  return cause === "organisation_unavailable" || cause === "subscription_lapsed";
}

function statusOf(cause: ErrorCode | null): MissionStatus {
  if (cause === null) return "healthy";
  return cause === "reconnect_required" || cause === "no_connection" ? "expired" : "unhealthy";
}

async function upsertHealth(
  tx: Sql,
  { companyId, connectionType, cause, message, providerRef, atMs }: HealthObservation,
  status: MissionStatus,
  changed: boolean,
): Promise<void> {
  const at = new Date(atMs);
  await tx.query(
    `INSERT INTO "ConnectionHealth" (id, "companyId", "connectionType", status, cause, "errorMessage", "providerRef",
       "lastChecked", since, "lastHealthyAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
     ON CONFLICT ("companyId", "connectionType") DO UPDATE
     SET status = $4, cause = $5, "errorMessage" = $6, "providerRef" = $7, "lastChecked" = $8,
         since = CASE WHEN $10 THEN $8 ELSE "ConnectionHealth".since END,
         "lastHealthyAt" = COALESCE($9, "ConnectionHealth"."lastHealthyAt")`,
    [
      newId(),
      companyId,
      connectionType,
      status,
      cause,
      message,
      providerRef ?? null,
      at,
      status === "healthy" ? at : null,
      changed,
    ],
  );
}

async function moveInterval(tx: Sql, observation: HealthObservation, status: MissionStatus): Promise<void> {
  const { companyId, connectionType, cause, atMs } = observation;
  const at = new Date(atMs);
  await tx.query(
    `UPDATE "HealthInterval" SET "endedAt" = $3
     WHERE "companyId" = $1 AND "connectionType" = $2 AND "endedAt" IS NULL`,
    [companyId, connectionType, at],
  );
  await tx.query(
    `INSERT INTO "HealthInterval" (id, "companyId", "connectionType", status, cause, owner, "startedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), companyId, connectionType, status, cause, ownerOf(cause), at],
  );
}

function ownerOf(cause: ErrorCode | null): ErrorOwner | null {
  return cause === null ? null : new CountersignError(cause, "").owner;
}

import type { Connection, Sql } from "@/lib/db";
import type { CountersignError } from "@/lib/errors";
import { DEADLINE_SQL } from "../views";
import { notifyGrant } from "./notify-grant";

interface Failure {
  grantId: string;
  generation: number;
  leaseId: string;
  error: CountersignError;
}

/**
 * Puts down a failed attempt and gives the lease back.
 *
 * @param unresolved The provider may have rotated: the attempt stays on record, so that the next one knows.
 * @returns Whether the lease was still ours.
 */
export async function recordFailedAttempt(
  tx: Sql,
  {
    grantId,
    generation,
    leaseId,
    error,
    unresolved,
    retryAt,
  }: Failure & { unresolved: boolean; retryAt: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE "Grant"
     SET "leaseId" = NULL, "leaseUntil" = NULL, "failureCount" = "failureCount" + 1, "retryAfter" = $5,
         "attemptStartedAt" = CASE WHEN $4 THEN "attemptStartedAt" ELSE NULL END,
         "lastErrorCode" = $6, "lastErrorMessage" = $7, "lastErrorRef" = $8
     WHERE id = $1 AND generation = $2 AND "leaseId" = $3
     RETURNING id`,
    [grantId, generation, leaseId, unresolved, retryAt, error.code, error.message, error.providerRef ?? null],
  );
  if (rows.length === 1) await notifyGrant(tx, grantId);
  return rows.length === 1;
}

/** Ends an attempt that says nothing of the grant. @returns Whether the lease was still ours. */
export async function giveBackLease(
  tx: Sql,
  { grantId, generation, leaseId, error }: Failure,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE "Grant"
     SET "leaseId" = NULL, "leaseUntil" = NULL, "attemptStartedAt" = NULL,
         "lastErrorCode" = $4, "lastErrorMessage" = $5, "lastErrorRef" = $6
     WHERE id = $1 AND generation = $2 AND "leaseId" = $3
     RETURNING id`,
    [grantId, generation, leaseId, error.code, error.message, error.providerRef ?? null],
  );
  if (rows.length === 1) await notifyGrant(tx, grantId);
  return rows.length === 1;
}

/**
 * Marks a grant as ended by the provider, from its deadline on where that passed before. Its ciphertext stays.
 *
 * @returns False when the grant has a newer generation, which a late `invalid_grant` can't touch.
 */
export async function markNeedsReconnecting(
  tx: Sql,
  { grantId, generation, error, atMs }: Omit<Failure, "leaseId"> & { atMs: number },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE "Grant" g
     SET state = 'needs_reconnecting', "stateSince" = LEAST($3, ${DEADLINE_SQL}), "leaseId" = NULL, "leaseUntil" = NULL,
         "attemptStartedAt" = NULL, "retryAfter" = NULL,
         "lastErrorCode" = $4, "lastErrorMessage" = $5, "lastErrorRef" = $6
     WHERE id = $1 AND generation = $2 AND state = 'active'
     RETURNING id`,
    [grantId, generation, new Date(atMs), error.code, error.message, error.providerRef ?? null],
  );
  if (rows.length === 1) await notifyGrant(tx, grantId);
  return rows.length === 1;
}

/** Says on the grant that an answer of its provider can't be stored, so that the attempt counts as unresolved. */
export async function noteSetAside(
  sql: Sql,
  {
    grantId,
    generation,
    message,
    atMs,
  }: { grantId: string; generation: number; message: string; atMs: number },
): Promise<void> {
  await sql.query(
    `UPDATE "Grant" SET "lastErrorCode" = 'provider_unavailable', "lastErrorMessage" = $3,
       "attemptStartedAt" = COALESCE("attemptStartedAt", $4)
     WHERE id = $1 AND generation = $2 AND state = 'active'`,
    [grantId, generation, message, new Date(atMs)],
  );
}

/** The companies a grant serves right now. */
export async function liveCompaniesOf(tx: Sql, grantId: string): Promise<string[]> {
  const rows = await tx.query<Pick<Connection, "companyId">>(
    `SELECT "companyId" FROM "Connection" WHERE "grantId" = $1 AND "disconnectedAt" IS NULL ORDER BY "companyId"`,
    [grantId],
    "live companies of a grant",
  );
  return rows.map((row) => row.companyId);
}

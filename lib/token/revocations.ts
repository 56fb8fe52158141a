import { recordAudit } from "@/lib/audit/record";
import { newId, type Sql } from "@/lib/db";
import { type CountersignError, isCode } from "@/lib/errors";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { findGrant, tokenSetOf } from "./grants";
import type { Refresher } from "./refresh";
import { asFailure } from "./refresh-failure";
import { requireProvider } from "./require-provider";

const CLAIM_MS = 120_000;
const RETRY_BASE_MS = 30_000;
const RETRY_MAX_MS = 6 * 3_600_000;

/** A provider that must still be told of a disconnect. */
interface Revocation {
  id: string;
  connectionType: string;
  environment: string;
  companyId: string;
  tenantId: string;
  grantId: string;
  lastOfGrant: boolean;
  requestedBy: string;
  attempts: number;
}

/** An organisation whose access is to end, and the grant that gave it. */
type Left = Pick<Revocation, "companyId" | "connectionType" | "environment" | "tenantId" | "grantId"> & {
  tenantName: string;
};

/** Queues telling the provider, in the transaction of the change itself. @returns The queued revocation's id. */
export async function queueRevocation(
  tx: Sql,
  left: Left,
  { requestedBy, lastOfGrant, atMs }: { requestedBy: string; lastOfGrant: boolean; atMs: number },
): Promise<string> {
  const id = newId(atMs);
  await tx.query(
    `INSERT INTO "Revocation" (id, "connectionType", environment, "companyId", "tenantId", "tenantName", "grantId",
       "lastOfGrant", "requestedBy", "nextAttemptAt", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      id,
      left.connectionType,
      left.environment,
      left.companyId,
      left.tenantId,
      left.tenantName,
      left.grantId,
      lastOfGrant,
      requestedBy,
      new Date(atMs),
    ],
  );
  return id;
}

/** A new consent takes back what was to be revoked of the same grant or organisation. */
export async function cancelRevocations(
  tx: Sql,
  { grantId, connectionType, tenantId }: { grantId: string; connectionType: string; tenantId: string },
): Promise<void> {
  await tx.query(
    `DELETE FROM "Revocation" WHERE "connectionType" = $2 AND (("grantId" = $1 AND "lastOfGrant") OR "tenantId" = $3)`,
    [grantId, connectionType, tenantId],
  );
}

/**
 * Tells providers of the disconnects that are due, one after the other.
 *
 * @param id Only this one; all that are due otherwise.
 * @returns How many were told, and the last failure.
 */
export async function tellProviders(
  deps: TokenDeps,
  refresher: Refresher,
  id?: string,
): Promise<{ told: number; failure: CountersignError | undefined }> {
  let told = 0;
  let failure: CountersignError | undefined;
  for (let due = await claimDue(deps, id); due; due = id ? undefined : await claimDue(deps)) {
    failure = await tellProvider(deps, refresher, due);
    if (!failure) told++;
  }
  return { told, failure };
}

async function claimDue(deps: TokenDeps, id?: string): Promise<Revocation | undefined> {
  const nowMs = deps.clock.nowMs();
  const [due] = await deps.database.query<Revocation>(
    `UPDATE "Revocation" SET attempts = attempts + 1, "nextAttemptAt" = $2
     WHERE id = (SELECT id FROM "Revocation" WHERE "nextAttemptAt" <= $1 AND ($3::text IS NULL OR id = $3)
                 ORDER BY "nextAttemptAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING *`,
    [new Date(nowMs), new Date(nowMs + CLAIM_MS), id ?? null],
  );
  return due;
}

/** @returns Why the provider could not be told; undefined when it was, or has ended the grant itself. */
async function tellProvider(
  deps: TokenDeps,
  refresher: Refresher,
  revocation: Revocation,
): Promise<CountersignError | undefined> {
  const provider = requireProvider(deps.providers, revocation.connectionType);
  const startedMs = deps.clock.nowMs();
  try {
    await endAtProvider(deps, refresher, revocation);
    await settle(deps, revocation, startedMs);
  } catch (error) {
    const failure = asFailure(error, provider);
    const endedThere = isCode(failure, "reconnect_required", "organisation_unavailable");
    await settle(deps, revocation, startedMs, endedThere ? undefined : failure);
    return endedThere ? undefined : failure;
  }
}

async function endAtProvider(deps: TokenDeps, refresher: Refresher, revocation: Revocation): Promise<void> {
  const { grantId, tenantId, lastOfGrant, requestedBy } = revocation;
  const provider = requireProvider(deps.providers, revocation.connectionType);
  const grant = await findGrant(deps.database, grantId);
  if (!grant) return;
  const stored = tokenSetOf(deps.keyring, grant);
  const usable = lastOfGrant || stored.accessExpiresAtMs > deps.clock.nowMs();
  const actor: Actor = { userId: requestedBy, kind: "caller" };
  const tokenSet = usable ? stored : (await refresher.refresh(grant, actor)).tokenSet;
  await provider.disconnect(tokenSet, tenantId, lastOfGrant);
}

async function settle(
  deps: TokenDeps,
  revocation: Revocation,
  startedMs: number,
  failure?: CountersignError,
): Promise<void> {
  const atMs = deps.clock.nowMs();
  const backOffMs = Math.min(RETRY_BASE_MS * 2 ** (revocation.attempts - 1), RETRY_MAX_MS);
  const delayMs = Math.max(failure?.retryAfterMs ?? 0, backOffMs * (1 + deps.random() / 2));
  await deps.database.transaction(async (tx) => {
    if (failure) {
      await tx.query(`UPDATE "Revocation" SET "nextAttemptAt" = $2, "lastError" = $3 WHERE id = $1`, [
        revocation.id,
        new Date(atMs + delayMs),
        failure.message,
      ]);
    } else await tx.query(`DELETE FROM "Revocation" WHERE id = $1`, [revocation.id]);
    await recordAudit(tx, {
      operation: "connection.revoke",
      outcome: failure ? "failure" : "success",
      userId: revocation.requestedBy,
      actorKind: "caller",
      companyId: revocation.companyId,
      connectionType: revocation.connectionType,
      apiEndpoint: "/revoke",
      requestMethod: "POST",
      responseStatus: failure ? (failure.providerStatus ?? failure.httpStatus) : 200,
      responseTimeMs: atMs - startedMs,
      errorMessage: failure?.message,
      providerRef: failure?.providerRef,
      atMs,
    });
  });
}

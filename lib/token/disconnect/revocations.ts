import type { Actor } from "@/lib/actor";
import { NO_ANSWER, recordAudit, recordAudits } from "@/lib/audit/record";
import { newId, type Revocation as RevocationRow, type Sql } from "@/lib/db";
import { type CountersignError, isCode } from "@/lib/errors";
import { actAs, requestContext } from "@/lib/request-context";
import { backOff } from "@/lib/time/back-off";
import { DAY_MS, HOUR_MS } from "@/lib/time/durations";
import type { TokenDeps } from "../deps";
import { isOfThisProcess } from "../errors";
import { findGrant, tokenSetOf } from "../grants/grants";
import type { Keyring } from "../keys/keyring";
import { revokedTenantIdOf, storedId } from "../keys/tenant-id";
import type { Refresher } from "../refresh/refresh";
import { asFailure } from "../refresh/refresh-failure";
import { requireProvider, requireProviderOf } from "../require-provider";
import { isOneOf } from "../views";

const CLAIM_MS = 120_000;
const RETRY = { firstMs: 30_000, maxMs: 6 * HOUR_MS };
const GIVE_UP_AFTER_MS = 7 * DAY_MS;
/** Statuses from 400 to 499 that time or our configuration may turn; every other is the provider's last word. */
const MAY_TURN = new Set([401, 403, 408, 425, 429]);

/** A provider that must still be told of a disconnect. */
type Revocation = Pick<
  RevocationRow,
  | "id"
  | "connectionType"
  | "environment"
  | "companyId"
  | "tenantId"
  | "sealedTenantId"
  | "grantId"
  | "lastOfGrant"
  | "requestedBy"
  | "attempts"
>;

const REVOCATION_COLUMNS = `id, "connectionType", environment, "companyId", "tenantId", "sealedTenantId", "grantId",
  "lastOfGrant", "requestedBy", attempts`;

/** An organisation whose access is to end, and the grant that gave it. */
type Left = Pick<RevocationRow, "companyId" | "connectionType" | "environment" | "tenantName" | "grantId"> & {
  tenantId: string;
};

/** Queues telling the provider, in the transaction of the change itself. @returns The queued revocation's id. */
export async function queueRevocation(
  tx: Sql,
  keyring: Keyring,
  left: Left,
  { requestedBy, lastOfGrant, atMs }: { requestedBy: string; lastOfGrant: boolean; atMs: number },
): Promise<string> {
  const id = newId(atMs);
  const place = { table: "Revocation", rowId: id, connectionType: left.connectionType } as const;
  const tenant = await storedId(tx, keyring, place, left.tenantId);
  await tx.query(
    `INSERT INTO "Revocation" (id, "connectionType", environment, "companyId", "tenantId", "tenantHash",
       "sealedTenantId", "tenantName", "grantId", "lastOfGrant", "requestedBy", "nextAttemptAt", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      id,
      left.connectionType,
      left.environment,
      left.companyId,
      tenant.plain,
      tenant.hash,
      tenant.encrypted,
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
  keyring: Keyring,
  { grantId, connectionType, environment, tenantId }: Omit<Left, "companyId" | "tenantName">,
): Promise<void> {
  await tx.query(
    `DELETE FROM "Revocation" WHERE "connectionType" = $2 AND environment = $3
       AND (("grantId" = $1 AND "lastOfGrant") OR ${isOneOf('"tenantId"', '"tenantHash"', "$4", "$5")})`,
    [grantId, connectionType, environment, [tenantId], keyring.hashesOf(tenantId)],
  );
}

/** Why a provider could not be told. */
export interface NotTold {
  failure: CountersignError;
  /** No attempt follows: it would fail alike. */
  givenUp: boolean;
}

/**
 * Tells providers of the disconnects that are due, one after the other. What no attempt can achieve ends, and people
 * see it.
 *
 * @param id Only this one; all that are due otherwise.
 * @returns How many were told, and the last failure.
 */
export async function sendRevocations(
  deps: TokenDeps,
  refresher: Refresher,
  id?: string,
): Promise<{ told: number; notTold: NotTold | undefined }> {
  let told = 0;
  let notTold: NotTold | undefined;
  if (id === undefined) await giveUpOld(deps);
  for (let due = await claimDue(deps, id); due; due = id ? undefined : await claimDue(deps)) {
    notTold = await sendRevocation(deps, refresher, due);
    if (!notTold) told++;
  }
  return { told, notTold };
}

/** Limits what is due to what this process's configuration reaches: another's may reach the rest. */
async function claimDue(deps: TokenDeps, id?: string): Promise<Revocation | undefined> {
  const nowMs = deps.clock.nowMs();
  const providers = [...deps.providers.values()];
  const [due] = await deps.database.query<Revocation>(
    `UPDATE "Revocation" SET attempts = attempts + 1, "nextAttemptAt" = $2
     WHERE id = (SELECT id FROM "Revocation" WHERE "nextAttemptAt" <= $1 AND CASE WHEN $3::text IS NULL
                   THEN ("connectionType", environment) IN (SELECT * FROM unnest($4::text[], $5::text[]))
                   ELSE id = $3 END
                 ORDER BY "nextAttemptAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING ${REVOCATION_COLUMNS}`,
    [
      new Date(nowMs),
      new Date(nowMs + CLAIM_MS),
      id ?? null,
      providers.map(({ connectionType }) => connectionType),
      providers.map(({ environment }) => environment),
    ],
  );
  return due;
}

/** @returns Undefined when the provider was told, has ended the grant itself, or need not be told any more. */
async function sendRevocation(
  deps: TokenDeps,
  refresher: Refresher,
  revocation: Revocation,
): Promise<NotTold | undefined> {
  const startedMs = deps.clock.nowMs();
  try {
    const wanted = await endAtProvider(deps, refresher, revocation);
    if (wanted) await settle(deps, revocation, startedMs);
    return undefined;
  } catch (error) {
    const failure = asFailure(error, requireProvider(deps.providers, revocation.connectionType));
    if (isOfThisProcess(failure)) return leaveToOthers(deps, revocation, failure);
    if (isCode(failure, "reconnect_required", "organisation_unavailable")) {
      await settle(deps, revocation, startedMs);
      return undefined;
    }
    const notTold = { failure, givenUp: isFinal(failure) };
    await settle(deps, revocation, startedMs, notTold);
    return notTold;
  }
}

/** @returns Whether it was still to be ended: a new consent may have taken it back meanwhile. */
async function endAtProvider(
  deps: TokenDeps,
  refresher: Refresher,
  revocation: Revocation,
): Promise<boolean> {
  const { id, grantId, lastOfGrant, requestedBy } = revocation;
  const provider = requireProviderOf(deps.providers, revocation);
  const grant = await findGrant(deps.database, grantId);
  if (!grant) return true;
  const stored = tokenSetOf(deps.keyring, grant);
  const tenantId = revokedTenantIdOf(deps.keyring, revocation);
  const usable = lastOfGrant || stored.accessExpiresAtMs > deps.clock.nowMs();
  const { tokenSet } = usable
    ? { tokenSet: stored }
    : await actAs(doerFor(requestedBy), () => refresher.refresh(grant));
  const [queued] = await deps.database.query(`SELECT 1 FROM "Revocation" WHERE id = $1`, [id]);
  if (!queued) return false;
  await provider.disconnect(tokenSet, tenantId, lastOfGrant);
  return true;
}

function isFinal({ providerStatus, retryable, owner }: CountersignError): boolean {
  if (owner === "us") return false;
  if (!retryable) return true;
  return (
    providerStatus !== undefined &&
    providerStatus >= 400 &&
    providerStatus < 500 &&
    !MAY_TURN.has(providerStatus)
  );
}

/** This process can't do it, and says so in its log; the revocation is as if nobody had tried. */
async function leaveToOthers(
  deps: TokenDeps,
  { id }: Revocation,
  failure: CountersignError,
): Promise<NotTold> {
  deps.log.warn({ revocationId: id, error: failure.message }, "A disconnect is left to other processes");
  await deps.database.query(
    `UPDATE "Revocation" SET attempts = attempts - 1, "nextAttemptAt" = $2 WHERE id = $1`,
    [id, new Date(deps.clock.nowMs() + RETRY.firstMs)],
  );
  return { failure, givenUp: false };
}

async function settle(
  deps: TokenDeps,
  revocation: Revocation,
  startedMs: number,
  notTold?: NotTold,
): Promise<void> {
  const atMs = deps.clock.nowMs();
  const failure = notTold?.failure;
  const backOffMs = backOff(RETRY, revocation.attempts - 1);
  const delayMs = Math.max(failure?.retryAfterMs ?? 0, backOffMs * (1 + deps.random() / 2));
  const next = notTold?.givenUp ? null : new Date(atMs + delayMs);
  await deps.database.transaction(async (tx) => {
    if (failure) {
      await tx.query(`UPDATE "Revocation" SET "nextAttemptAt" = $2, "lastError" = $3 WHERE id = $1`, [
        revocation.id,
        next,
        failure.message,
      ]);
    } else await tx.query(`DELETE FROM "Revocation" WHERE id = $1`, [revocation.id]);
    await recordAudit(tx, {
      ...rowOf(revocation, atMs),
      outcome: failure ? "failure" : "success",
      responseStatus: failure ? (failure.providerStatus ?? NO_ANSWER) : 200,
      responseTimeMs: atMs - startedMs,
      errorMessage: failure && (notTold?.givenUp ? `${failure.message} ${GIVEN_UP}` : failure.message),
      providerRef: failure?.providerRef,
    });
  });
}

/** Ends what has been tried for a week, or has waited so long for a process that could try. */
async function giveUpOld({ database, clock }: TokenDeps): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const old = await tx.query<Revocation & Pick<RevocationRow, "lastError">>(
      `UPDATE "Revocation" SET "nextAttemptAt" = NULL,
         "lastError" = COALESCE("lastError", 'No process was configured to reach it.')
       WHERE "nextAttemptAt" <= $1 AND "createdAt" <= $2 RETURNING ${REVOCATION_COLUMNS}, "lastError"`,
      [new Date(atMs), new Date(atMs - GIVE_UP_AFTER_MS)],
    );
    await recordAudits(
      tx,
      old.map((revocation) => ({
        ...rowOf(revocation, atMs),
        outcome: "failure",
        responseStatus: 504,
        errorMessage: `${revocation.lastError} ${GIVEN_UP}`,
      })),
    );
  });
}

/** In the request that asked, its actor; in a later job, Countersign itself, with the id of who asked. */
function doerFor(requestedBy: string): Actor {
  const { actor } = requestContext();
  return actor?.id === requestedBy ? actor : { kind: "system", id: requestedBy };
}

const GIVEN_UP = "The provider is not told again.";

function rowOf({ requestedBy, companyId, connectionType }: Revocation, atMs: number) {
  return {
    operation: "connection.revoke",
    by: doerFor(requestedBy),
    about: { companyId, connectionType },
    via: ["POST", "/revoke"],
    atMs,
  } as const;
}

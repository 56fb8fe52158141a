import type { Actor } from "@/lib/actor";
import { NO_ANSWER, recordAudit } from "@/lib/audit/record";
import { asDatabaseFailure, type Sql } from "@/lib/db";
import { CountersignError, isCode } from "@/lib/errors";
import { backOff } from "@/lib/time/back-off";
import type { TokenDeps } from "../deps";
import { ProviderUnavailableError, ReconnectRequiredError } from "../errors";
import { expiryOfGrant } from "../grants/deadline";
import {
  giveBackLease,
  liveCompaniesOf,
  markNeedsReconnecting,
  recordFailedAttempt,
} from "../grants/grant-failures";
import type { StoredGrant } from "../grants/grants";
import type { Provider } from "../providers/provider";

const RETRY = { firstMs: 30_000, maxMs: 120_000 };

/** One claimed try at refreshing one generation of a grant. */
export interface Attempt {
  grant: StoredGrant;
  leaseId: string;
  actor: Actor;
  startedMs: number;
  /** The provider refused the token that this one replaces. */
  forced: boolean;
}

/** Puts a failed attempt on record: grant, audit rows and health in one transaction, if the claim still stands. */
export async function recordFailure(
  deps: TokenDeps,
  provider: Provider,
  { grant, leaseId, actor: by, startedMs }: Attempt,
  error: CountersignError,
): Promise<void> {
  const { connectionType } = grant;
  const atMs = deps.clock.nowMs();
  const failure = { grantId: grant.id, generation: grant.generation, leaseId, error, atMs };
  await deps.database.transaction(async (tx) => {
    const recorded = await recordOnGrant(deps, tx, grant, failure);
    if (!recorded) return;
    for (const companyId of await liveCompaniesOf(tx, grant.id)) {
      await recordAudit(tx, {
        operation: "token.refresh",
        outcome: "failure",
        by,
        about: { companyId, connectionType },
        via: ["POST", provider.tokenEndpoint],
        responseStatus: error.providerStatus ?? NO_ANSWER,
        responseTimeMs: atMs - startedMs,
        errorMessage: error.message,
        providerRef: error.providerRef,
        generation: grant.generation,
        atMs,
      });
      const { code: cause, message, providerRef, since } = error;
      const observation = {
        companyId,
        connectionType,
        cause,
        message,
        providerRef,
        source: "refresh",
        atMs,
      } as const;
      await deps.recordHealth(tx, { ...observation, ...(since && { sinceMs: since.getTime() }) });
    }
  });
  if (isCode(error, "reconnect_required")) deps.cache.forget(grant.id);
}

/** @returns Whether the claim still stood. */
function recordOnGrant(
  deps: TokenDeps,
  tx: Sql,
  grant: StoredGrant,
  failure: Parameters<typeof markNeedsReconnecting>[1] & { leaseId: string },
): Promise<boolean> {
  const { error } = failure;
  if (isCode(error, "reconnect_required")) return markNeedsReconnecting(tx, failure);
  // A client id and secret are one process's configuration: others, with the right ones, must not wait for it.
  if (isCode(error, "client_rejected")) return giveBackLease(tx, failure);
  const unresolved = mayHaveRotated(error);
  return recordFailedAttempt(tx, { ...failure, unresolved, retryAt: retryAt(deps, grant, error) });
}

/** The failure on record while its back-off runs. */
export function failureOnRecord(grant: StoredGrant, nowMs: number): CountersignError {
  const message = grant.lastErrorMessage ?? "The last refresh failed.";
  const retryAfterMs = grant.retryAfter ? Math.max(0, grant.retryAfter.getTime() - nowMs) : undefined;
  return new CountersignError(grant.lastErrorCode ?? "provider_unavailable", message, { retryAfterMs });
}

/**
 * A refusal after the deadline is the expiry, at its time: the provider says it only when it is asked, which may be long
 * after, and does not say why.
 */
export function asExpiry(
  failure: CountersignError,
  provider: Provider,
  { grant, nowMs }: { grant: StoredGrant; nowMs: number },
): CountersignError {
  if (!isCode(failure, "reconnect_required")) return failure;
  const expiry = expiryOfGrant(grant, provider.displayName, nowMs);
  if (!expiry) return failure;
  const { providerRef, providerStatus } = failure;
  const details = { cause: failure, providerRef, providerStatus, since: expiry.at };
  return new ReconnectRequiredError(expiry.message, details);
}

export function asFailure(error: unknown, provider: Provider): CountersignError {
  if (error instanceof CountersignError) return error;
  const ours = asDatabaseFailure(error);
  if (ours) return ours;
  return new ProviderUnavailableError(`${provider.displayName} could not be asked.`, { cause: error });
}

/** No answer, a 5xx or an unreadable success: the provider may have spent the token all the same. */
function mayHaveRotated(error: CountersignError): boolean {
  const status = error.providerStatus;
  return isCode(error, "provider_unavailable") && (status === undefined || status < 300 || status >= 500);
}

function retryAt({ clock, random }: TokenDeps, grant: StoredGrant, error: CountersignError): Date {
  const backOffMs = backOff(RETRY, grant.failureCount);
  const delayMs = Math.max(error.retryAfterMs ?? 0, backOffMs * (1 + random() / 2));
  return new Date(clock.nowMs() + delayMs);
}

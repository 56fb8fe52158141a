import { recordAudit } from "@/lib/audit/record";
import { CountersignError, isCode } from "@/lib/errors";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { ProviderUnavailableError } from "./errors";
import { liveCompaniesOf, markNeedsReconnecting, recordFailedAttempt } from "./grant-failures";
import type { StoredGrant } from "./grants";
import type { Provider } from "./providers/provider";

const BACK_OFF_BASE_MS = 30_000;
const BACK_OFF_MAX_DOUBLINGS = 2;

/** One claimed try at refreshing one generation of a grant. */
export interface Attempt {
  grant: StoredGrant;
  leaseId: string;
  actor: Actor;
  startedMs: number;
}

/** Puts a failed attempt on record: grant, audit rows and health in one transaction, if the claim still stands. */
export async function recordFailure(
  deps: TokenDeps,
  provider: Provider,
  { grant, leaseId, actor, startedMs }: Attempt,
  error: CountersignError,
): Promise<void> {
  const { connectionType } = grant;
  const atMs = deps.clock.nowMs();
  const failure = { grantId: grant.id, generation: grant.generation, leaseId, error, atMs };
  await deps.database.transaction(async (tx) => {
    const recorded = isCode(error, "reconnect_required")
      ? await markNeedsReconnecting(tx, failure)
      : await recordFailedAttempt(tx, {
          ...failure,
          unresolved: mayHaveRotated(error),
          retryAt: retryAt(deps, grant, error),
        });
    if (!recorded) return;
    for (const companyId of await liveCompaniesOf(tx, grant.id)) {
      await recordAudit(tx, {
        operation: "token.refresh",
        outcome: "failure",
        userId: actor.userId,
        actorKind: actor.kind,
        companyId,
        connectionType,
        apiEndpoint: provider.tokenEndpoint,
        requestMethod: "POST",
        responseStatus: error.providerStatus ?? error.httpStatus,
        responseTimeMs: atMs - startedMs,
        errorMessage: error.message,
        providerRef: error.providerRef,
        generation: grant.generation,
        atMs,
      });
      const { code: cause, message, providerRef } = error;
      await deps.recordHealth(tx, {
        companyId,
        connectionType,
        cause,
        message,
        providerRef,
        source: "refresh",
        atMs,
      });
    }
  });
  if (isCode(error, "reconnect_required")) deps.cache.forget(grant.id);
}

/** The failure on record while its back-off runs. */
export function failureOnRecord(grant: StoredGrant, nowMs: number): CountersignError {
  const message = grant.lastErrorMessage ?? "The last refresh failed.";
  const retryAfterMs = grant.retryAfter ? Math.max(0, grant.retryAfter.getTime() - nowMs) : undefined;
  return new CountersignError(grant.lastErrorCode ?? "provider_unavailable", message, { retryAfterMs });
}

export function asFailure(error: unknown, provider: Provider): CountersignError {
  if (error instanceof CountersignError) return error;
  return new ProviderUnavailableError(`${provider.displayName} could not be asked.`, { cause: error });
}

/** No answer, a 5xx or an unreadable success: the provider may have spent the token all the same. */
function mayHaveRotated(error: CountersignError): boolean {
  const status = error.providerStatus;
  return isCode(error, "provider_unavailable") && (status === undefined || status < 300 || status >= 500);
}

function retryAt({ clock, random }: TokenDeps, grant: StoredGrant, error: CountersignError): Date {
  const backOffMs = BACK_OFF_BASE_MS * 2 ** Math.min(grant.failureCount, BACK_OFF_MAX_DOUBLINGS);
  const delayMs = Math.max(error.retryAfterMs ?? 0, backOffMs * (1 + random() / 2));
  return new Date(clock.nowMs() + delayMs);
}

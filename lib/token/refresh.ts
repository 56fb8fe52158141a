import { recordAudit } from "@/lib/audit/record";
import { newId } from "@/lib/db";
import { CountersignError, isCode } from "@/lib/errors";
import type { Actor, TokenDeps } from "./deps";
import { ProviderUnavailableError, ReconnectRequiredError, RefreshPendingError } from "./errors";
import { liveCompaniesOf, markNeedsReconnecting, recordFailedAttempt } from "./grant-failures";
import { claimLease, findGrant, replaceTokenSet, type StoredGrant, tokenSetOf } from "./grants";
import type { Provider, TokenAnswer } from "./providers/provider";
import { requireProvider } from "./require-provider";
import type { TokenSet } from "./token-set";

/** Longer than the HTTP deadline of a provider call, so that a live call always holds its lease. */
const LEASE_SECONDS = 90;
const BACK_OFF_BASE_MS = 30_000;
const BACK_OFF_MAX_DOUBLINGS = 2;
const POLL_MS = 100;

/** A token set and the generation it belongs to. */
export interface FreshTokenSet {
  tokenSet: TokenSet;
  generation: number;
}

export type Refresher = (grant: StoredGrant, actor: Actor) => Promise<FreshTokenSet>;

/**
 * Refreshes a grant so that one process calls the provider and everyone gets the result.
 *
 * @returns A function that resolves with the newest token set, whoever fetched it.
 * @throws {ReconnectRequiredError} The customer must consent again.
 * @throws {ProviderUnavailableError} Transient; the stored token set is unchanged.
 * @throws {RefreshPendingError} Another refresh outlasted the caller's patience; it goes on.
 * @see RFC 6749 §6, RFC 9700 §4.14
 */
export function createRefresher(deps: TokenDeps): Refresher {
  const inFlight = new Map<string, Promise<FreshTokenSet>>();
  return (grant, actor) => {
    const key = `${grant.id} ${grant.generation}`;
    const running = inFlight.get(key);
    if (running) return running;
    const started = refreshOrAwait(deps, grant, actor).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  };
}

async function refreshOrAwait(deps: TokenDeps, grant: StoredGrant, actor: Actor): Promise<FreshTokenSet> {
  const nowMs = deps.clock.nowMs();
  const leaseId = newId();
  const claim = { grantId: grant.id, generation: grant.generation, leaseId, leaseSeconds: LEASE_SECONDS, atMs: nowMs };
  const claimed = await claimLease(deps.database, claim);
  if (!claimed) return awaitOtherRefresh(deps, grant);

  const attempt = { grant, leaseId, actor, startedMs: nowMs };
  const provider = requireProvider(deps.providers, grant.connectionType);
  let answer: TokenAnswer;
  try {
    answer = await askProvider(deps, provider, grant, claimed.earlierAttemptUnresolved);
  } catch (error) {
    const failure = asFailure(error, provider);
    await recordFailure(deps, provider, attempt, failure);
    const newest = await findGrant(deps.database, grant.id);
    if (newest && newest.generation !== grant.generation) return opened(deps, newest);
    throw failure;
  }
  return commitRotation(deps, provider, attempt, answer);
}

/** One retry of an `invalid_grant`: an outage may say it by mistake, and a lost answer may still be replayed. */
async function askProvider(
  deps: TokenDeps,
  provider: Provider,
  grant: StoredGrant,
  earlierAttemptUnresolved: boolean,
): Promise<TokenAnswer> {
  const current = tokenSetOf(deps.keyring, grant);
  try {
    return await provider.refresh(current);
  } catch (error) {
    if (!isCode(error, "reconnect_required")) throw error;
    const newest = await findGrant(deps.database, grant.id);
    if (newest?.generation !== grant.generation) throw error;
  }
  try {
    return await provider.refresh(current);
  } catch (error) {
    if (!isCode(error, "reconnect_required") || !earlierAttemptUnresolved) throw error;
    const message = `${provider.displayName} rotated the refresh token in an answer that never arrived, and no longer accepts the old one (invalid_grant).`;
    throw new ReconnectRequiredError(message, {
      cause: error,
      providerRef: error.providerRef,
      providerStatus: error.providerStatus,
    });
  }
}

interface Attempt {
  grant: StoredGrant;
  leaseId: string;
  actor: Actor;
  startedMs: number;
}

async function commitRotation(
  deps: TokenDeps,
  provider: Provider,
  attempt: Attempt,
  { tokenSet, providerRef }: TokenAnswer,
): Promise<FreshTokenSet> {
  const { grant } = attempt;
  const atMs = deps.clock.nowMs();
  const generation = await deps.database.transaction(async (tx) => {
    const committed = await replaceTokenSet(tx, { grant, tokenSet, keyring: deps.keyring, atMs });
    if (committed === undefined) return undefined;
    for (const companyId of await liveCompaniesOf(tx, grant.id)) {
      await recordAudit(tx, {
        ...refreshRow(provider, attempt, companyId, atMs),
        outcome: "success",
        responseStatus: 200,
        providerRef,
        generation: committed,
      });
      const observed = { companyId, connectionType: grant.connectionType, source: "refresh", atMs } as const;
      await deps.recordHealth(tx, { ...observed, cause: null, message: null, providerRef });
    }
    return committed;
  });
  if (generation !== undefined) return { tokenSet, generation };
  const winner = await findGrant(deps.database, grant.id);
  if (!winner) throw new ReconnectRequiredError(`Grant "${grant.id}" is gone.`);
  return opened(deps, winner);
}

async function recordFailure(
  deps: TokenDeps,
  provider: Provider,
  attempt: Attempt,
  error: CountersignError,
): Promise<void> {
  const { grant, leaseId } = attempt;
  const atMs = deps.clock.nowMs();
  const failure = { grantId: grant.id, generation: grant.generation, leaseId, error, atMs };
  await deps.database.transaction(async (tx) => {
    const ours = isCode(error, "reconnect_required")
      ? await markNeedsReconnecting(tx, failure)
      : await recordFailedAttempt(tx, { ...failure, unresolved: mayHaveRotated(error), retryAt: retryAt(deps, grant, error) });
    if (!ours) return;
    for (const companyId of await liveCompaniesOf(tx, grant.id)) {
      await recordAudit(tx, {
        ...refreshRow(provider, attempt, companyId, atMs),
        outcome: "failure",
        responseStatus: error.providerStatus ?? error.httpStatus,
        errorMessage: error.message,
        providerRef: error.providerRef,
        generation: grant.generation,
      });
      await deps.recordHealth(tx, {
        companyId,
        connectionType: grant.connectionType,
        cause: error.code,
        message: error.message,
        providerRef: error.providerRef,
        source: "refresh",
        atMs,
      });
    }
  });
}

function refreshRow(provider: Provider, { grant, actor, startedMs }: Attempt, companyId: string, atMs: number) {
  return {
    operation: "token.refresh",
    userId: actor.userId,
    actorKind: actor.kind,
    companyId,
    connectionType: grant.connectionType,
    apiEndpoint: provider.tokenEndpoint,
    requestMethod: "POST",
    responseTimeMs: atMs - startedMs,
    atMs,
  } as const;
}

/** No answer, a 5xx or an unreadable 200: the provider may have spent the token all the same. */
function mayHaveRotated(error: CountersignError): boolean {
  const status = error.providerStatus;
  return isCode(error, "provider_unavailable") && (status === undefined || status === 200 || status >= 500);
}

function retryAt({ clock, random }: TokenDeps, grant: StoredGrant, error: CountersignError): Date {
  const backOffMs = BACK_OFF_BASE_MS * 2 ** Math.min(grant.failureCount, BACK_OFF_MAX_DOUBLINGS);
  const delayMs = Math.max(error.retryAfterMs ?? 0, backOffMs * (1 + random() / 2));
  return new Date(clock.nowMs() + delayMs);
}

function asFailure(error: unknown, provider: Provider): CountersignError {
  if (error instanceof CountersignError) return error;
  return new ProviderUnavailableError(`${provider.displayName} could not be asked.`, { cause: error });
}

async function awaitOtherRefresh(deps: TokenDeps, grant: StoredGrant): Promise<FreshTokenSet> {
  const giveUpAt = performance.now() + deps.patienceMs;
  while (performance.now() < giveUpAt) {
    const newest = await findGrant(deps.database, grant.id);
    if (!newest) throw new ReconnectRequiredError(`Grant "${grant.id}" is gone.`);
    if (newest.generation !== grant.generation) return opened(deps, newest);
    if (newest.state !== "active") throw endedError(newest);
    if (newest.leaseId === null) throw storedError(newest, deps.clock.nowMs());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new RefreshPendingError("Another refresh of this grant is still under way.", { retryAfterMs: 5_000 });
}

/** Why a grant that is not active can't serve. */
export function endedError(grant: StoredGrant): ReconnectRequiredError {
  return new ReconnectRequiredError(grant.lastErrorMessage ?? "The provider ended this grant.");
}

/** The failure on record while its back-off runs. */
export function storedError(grant: StoredGrant, nowMs: number): CountersignError {
  const message = grant.lastErrorMessage ?? "The last refresh failed.";
  const retryAfterMs = grant.retryAfter ? Math.max(0, grant.retryAfter.getTime() - nowMs) : undefined;
  return new CountersignError(grant.lastErrorCode ?? "provider_unavailable", message, { retryAfterMs });
}

function opened(deps: TokenDeps, grant: StoredGrant): FreshTokenSet {
  if (grant.state !== "active") throw endedError(grant);
  return { tokenSet: tokenSetOf(deps.keyring, grant), generation: grant.generation };
}

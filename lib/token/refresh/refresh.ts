import type { Actor } from "@/lib/actor";
import { newId } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { actAs, currentActor } from "@/lib/request-context";
import { deadline } from "@/lib/time/deadline";
import { HOUR_MS } from "@/lib/time/durations";
import { countDoubted, countLeaseWait, countRefresh } from "../counts";
import type { TokenDeps } from "../deps";
import {
  isOfThisProcess,
  ProviderUnavailableError,
  ReconnectRequiredError,
  RefreshPendingError,
} from "../errors";
import { claimLease, findGrant, type StoredGrant, tokenSetOf } from "../grants/grants";
import type { Provider, TokenAnswer } from "../providers/provider";
import { requireProviderOf } from "../require-provider";
import { type Attempt, asExpiry, asFailure, failureOnRecord, recordFailure } from "./refresh-failure";
import { replayJournal } from "./replay";
import { commitUntilDone, endedError, type FreshTokenSet, newestOf, setAside } from "./rotation";
import { CannotBeStoredError } from "./until-stored";

const POLL_MS = 250;
/** Shorter than a lease and than an ordered stop. What lies in the journal comes in later; what doesn't is never left. */
const COMMIT_PATIENCE_MS = 55_000;
/** A provider that sends what can't be stored is asked again, but not often: each answer is kept in quarantine. */
const SET_ASIDE_RETRY_MS = HOUR_MS;

interface RefreshOptions {
  /** The provider refuses the current access token: the grant will remember which generation came of that. */
  forced?: boolean;
  /** How long this caller waits. */
  patienceMs?: number | undefined;
}

/** Refreshes grants for the callers of one process. */
export interface Refresher {
  /**
   * The newest token set, whoever fetches it. A caller who runs out of patience leaves; the refresh goes on.
   *
   * @throws {ReconnectRequiredError} The customer must consent again.
   * @throws {ProviderUnavailableError} Transient; the stored token set is unchanged.
   * @throws {RefreshPendingError} The caller's patience ended first.
   */
  refresh(grant: StoredGrant, options?: RefreshOptions): Promise<FreshTokenSet>;
  /** Refreshes behind a token that is still good; failures are on record and concern no caller. */
  refreshAhead(grant: StoredGrant): void;
  /** Refreshes of this process that have not ended, those that wait for another process's included. */
  underWay(): number;
  /** Resolves when no refresh of this process is under way. */
  drained(): Promise<void>;
}

const AHEAD: Actor = { kind: "system", id: "refresh-ahead" };

/** @see RFC 6749 §6, RFC 9700 §4.14 */
export function createRefresher(deps: TokenDeps): Refresher {
  const underWay = new Map<string, Promise<FreshTokenSet>>();
  const start = (grant: StoredGrant, forced = false) => {
    const key = `${grant.id} ${grant.generation}`;
    const running = underWay.get(key);
    if (running) return running;
    const started = refreshOrAwait(deps, grant, forced).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
  return {
    refresh: async (grant, { forced, patienceMs = deps.timings.patienceMs } = {}) => {
      const leaveAtMs = performance.now() + patienceMs;
      for (;;) {
        const restMs = Math.max(0, leaveAtMs - performance.now());
        try {
          return await deadline(start(grant, forced), restMs, stillPending);
        } catch (error) {
          // What all wait for together may end before the patience of one.
          if (!isCode(error, "refresh_pending") || performance.now() >= leaveAtMs) throw error;
        }
      }
    },
    refreshAhead: (grant) => {
      actAs(AHEAD, () => start(grant)).catch(() => {});
    },
    underWay: () => underWay.size,
    drained: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay.values());
    },
  };
}

async function refreshOrAwait(deps: TokenDeps, grant: StoredGrant, forced: boolean): Promise<FreshTokenSet> {
  if ((await replayJournal(deps, grant.id)) > 0) {
    const saved = await findGrant(deps.database, grant.id);
    if (saved && saved.generation !== grant.generation) return newestOf(deps, saved);
  }
  const provider = requireProviderOf(deps.providers, grant);
  requireKey(deps, grant);
  const breaker = deps.breakers.get(grant.connectionType);
  breaker?.admit();
  const startedMs = deps.clock.nowMs();
  const attempt = { grant, leaseId: newId(), actor: currentActor(), startedMs, forced };
  const claimed = await claimLease(deps.database, {
    grantId: grant.id,
    generation: grant.generation,
    failureCount: grant.failureCount,
    leaseId: attempt.leaseId,
    leaseSeconds: deps.timings.leaseSeconds,
    atMs: startedMs,
  }).catch((error) => {
    breaker?.release();
    throw error;
  });
  if (!claimed) {
    breaker?.release();
    countLeaseWait(deps.counts, grant.connectionType);
    return awaitOtherRefresh(deps, grant, forced);
  }
  let answer: TokenAnswer;
  try {
    answer = await askProvider(deps, provider, grant, claimed.earlierAttemptUnresolved);
    breaker?.settle();
    countDoubted(deps.counts, grant.connectionType, answer.doubted);
  } catch (error) {
    breaker?.settle(error);
    return settleFailure(deps, provider, attempt, error);
  }
  try {
    const fresh = await keep(deps, attempt, answer);
    countRefresh(deps.counts, grant.connectionType, "success", deps.clock.nowMs() - startedMs);
    return fresh;
  } catch (error) {
    // The provider did its part: its breaker hears nothing of this.
    return settleFailure(deps, provider, attempt, error);
  }
}

/** Before a lease is claimed: what this process lacks must leave no trace on the grant. */
function requireKey(
  { keyring, counts }: TokenDeps,
  { id, connectionType, sealedTokenSet, sealedSubject }: StoredGrant,
): void {
  try {
    keyring.requireKeyOf(sealedTokenSet, { table: "Grant", rowId: id });
    if (sealedSubject) keyring.requireKeyOf(sealedSubject, { table: "Grant", rowId: id });
  } catch (error) {
    countRefresh(counts, connectionType, "misconfigured");
    throw error;
  }
}

/** Journal first, database second: from the first fsync on, no crash loses the rotation. */
async function keep(
  deps: TokenDeps,
  { grant, actor, startedMs, forced }: Attempt,
  { tokenSet, providerRef }: TokenAnswer,
): Promise<FreshTokenSet> {
  const { id: grantId, generation } = grant;
  const rotation = { tokenSet, providerRef, grantId, generation, actor, startedMs, forced };
  const entry = await deps.journal?.append(rotation).catch((error: Error) => {
    deps.log.warn({ grantId, error: error.message }, "A rotation could not be journalled");
  });
  const patienceMs = entry ? COMMIT_PATIENCE_MS : Number.POSITIVE_INFINITY;
  try {
    const fresh = await commitUntilDone(deps, rotation, grant, patienceMs);
    if (entry) await deps.journal?.remove(entry);
    return fresh;
  } catch (error) {
    if (!(error instanceof CannotBeStoredError)) throw error;
    const { connectionType } = grant;
    const message = await setAside(deps, rotation, {
      connectionType,
      entry: entry ?? undefined,
      reason: error.reason,
    });
    const details = { cause: error, providerRef, providerStatus: 200, retryAfterMs: SET_ASIDE_RETRY_MS };
    throw new ProviderUnavailableError(message, details);
  }
}

async function settleFailure(
  deps: TokenDeps,
  provider: Provider,
  attempt: Attempt,
  error: unknown,
): Promise<FreshTokenSet> {
  const nowMs = deps.clock.nowMs();
  const failure = asExpiry(asFailure(error, provider), provider, { grant: attempt.grant, nowMs });
  const tookMs = nowMs - attempt.startedMs;
  countRefresh(deps.counts, attempt.grant.connectionType, failure.code, tookMs);
  if (isOfThisProcess(failure)) throw failure;
  await recordFailure(deps, provider, attempt, failure);
  const newest = await findGrant(deps.database, attempt.grant.id);
  if (newest && newest.generation !== attempt.grant.generation) return newestOf(deps, newest);
  throw failure;
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
    const { providerRef, providerStatus } = error;
    const message = `${provider.displayName} rotated the refresh token in an answer that never arrived, and no longer accepts the old one (invalid_grant).`;
    throw new ReconnectRequiredError(message, { cause: error, providerRef, providerStatus });
  }
}

/** Waits until the holder of the lease is done, has died and left its answer in the journal, or has let it lapse. */
async function awaitOtherRefresh(
  deps: TokenDeps,
  grant: StoredGrant,
  forced: boolean,
): Promise<FreshTokenSet> {
  const giveUpAtMs = performance.now() + deps.timings.patienceMs;
  while (performance.now() < giveUpAtMs) {
    const changed = deps.changes.next(grant.id, POLL_MS);
    const newest = await findGrant(deps.database, grant.id);
    if (!newest) throw new ReconnectRequiredError(`Grant "${grant.id}" is gone.`);
    if (newest.generation !== grant.generation) return newestOf(deps, newest);
    if (newest.state !== "active") throw endedError(newest);
    const failed = newest.failureCount !== grant.failureCount;
    if (newest.leaseId === null && failed) throw failureOnRecord(newest, deps.clock.nowMs());
    // Given back without a failure on record, or lapsed: what its holder met says nothing of us.
    if (!newest.leaseIsLive) return refreshOrAwait(deps, newest, forced);
    await changed;
    await replayJournal(deps, grant.id);
  }
  throw pending();
}

function stillPending(): never {
  throw pending();
}

function pending(): RefreshPendingError {
  return new RefreshPendingError("A refresh of this grant is still under way.", { retryAfterMs: 5_000 });
}

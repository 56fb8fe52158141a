import type { AuditEntry } from "@/lib/audit/record";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import { findServedConnection, type ServedConnection, type StoredGrant, tokenSetOf } from "../grants/grants";
import type { TokenSet } from "../grants/token-set";
import { tenantIdOf } from "../keys/tenant-id";
import type { Provider } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import { failureOnRecord } from "../refresh/refresh-failure";
import { endedError, type FreshTokenSet } from "../refresh/rotation";
import { requireProvider, requireProviderOf } from "../require-provider";
import { refreshNow } from "./refresh-now";
import { replaceRejected } from "./replace-rejected";
import { refuseMerged, requireLive } from "./require-live-connection";
import { attainableLifeMs, HARD_WINDOW_MS, softWindowStartMs } from "./soft-window";
import type { CachedToken } from "./vend-cache";
import { CONFIRMED, HANDED, rejectedInvalid, requireNames, rowOf, type VendRequest } from "./vend-request";
import { NOTE_AGAIN_MS } from "./vended-grants";
import { type Confirmation, confirmationOf, handedToken } from "./vended-token";

/** A token ready for use, with the connection it is for. */
export interface Vend extends FreshTokenSet {
  confirmed: false;
  connection: ServedConnection;
  /** The organisation's id. */
  tenantId: string;
}

/** The caller's token is still the one to use. */
interface Confirmed extends Confirmation {
  connection: ServedConnection;
}

/** A vend out of the cache, or undefined when it must be looked for; its audit row is taken either way first. */
export function vendFromCache(deps: TokenDeps, request: VendRequest): CachedToken | undefined {
  const nowMs = deps.clock.nowMs();
  const cached = deps.cache.get(request.connectionType, request.companyId, nowMs);
  if (!cached || !request.actor.id || !suits(cached, request, nowMs)) return undefined;
  const { generation } = cached.token;
  const row = rowOf(request, request.ifGeneration === generation ? CONFIRMED : HANDED, generation, nowMs);
  if (nowMs >= cached.noteAgainAtMs) {
    cached.noteAgainAtMs = nowMs + NOTE_AGAIN_MS;
    deps.vended.note(cached.grantId, nowMs);
  }
  deps.audit.record(row);
  deps.counts.cacheHits++;
  return cached;
}

/** Whether a cached token is what is asked for; a caller who knows of a newer one is not given an older. */
function suits(
  { token: { generation, environment, expiresAtMs } }: CachedToken,
  { environment: wanted, minTtlMs, rejectedGeneration, ifGeneration }: VendRequest,
  nowMs: number,
): boolean {
  if (wanted !== undefined && wanted !== environment) return false;
  if (minTtlMs !== undefined && expiresAtMs - nowMs < minTtlMs) return false;
  if (rejectedGeneration !== undefined && rejectedGeneration >= generation) return false;
  return ifGeneration === undefined || ifGeneration <= generation;
}

/**
 * Finds a company's token, refreshing it first when it is about to expire, and records the vend.
 *
 * @throws {NoConnectionError} Never connected, or disconnected.
 * @throws {ReconnectRequiredError} The customer must consent again.
 * @throws {ProviderUnavailableError} Transient, and the stored token has expired.
 */
export function vend(
  deps: TokenDeps,
  refresher: Refresher,
  request: VendRequest & { ifGeneration?: undefined },
): Promise<Vend>;
export function vend(deps: TokenDeps, refresher: Refresher, request: VendRequest): Promise<Vend | Confirmed>;
export async function vend(
  deps: TokenDeps,
  refresher: Refresher,
  request: VendRequest,
): Promise<Vend | Confirmed> {
  requireNames(request);
  const provider = requireProvider(deps.providers, request.connectionType);
  const startedMs = deps.clock.nowMs();
  const finish = async (rest: Partial<AuditEntry>) => {
    const atMs = deps.clock.nowMs();
    deps.counts.vendLatency.note(atMs - startedMs);
    deps.audit.record({
      ...rowOf(request, HANDED, undefined, atMs),
      ...rest,
      responseTimeMs: atMs - startedMs,
    });
    if (deps.auditStrict) await deps.audit.flushed();
  };
  try {
    const vended = await findToken(deps, refresher, request, provider);
    deps.vended.note(vended.connection.grant.id, startedMs);
    const { confirmed, generation } = vended;
    await finish({ responseStatus: confirmed ? CONFIRMED : HANDED, generation });
    deps.counts.otherVends.success++;
    return vended;
  } catch (error) {
    const failure = error instanceof CountersignError ? error : asDatabaseFailure(error);
    const outcome = failure?.owner === "customer" ? "refused" : "failure";
    deps.counts.otherVends[outcome]++;
    if (!failure) throw error;
    if (failure.code === "audit_unavailable") throw failure;
    await finish({
      outcome,
      responseStatus: failure.httpStatus,
      errorMessage: failure.message,
      providerRef: failure.providerRef,
      generation: request.rejectedGeneration,
    });
    throw failure;
  }
}

/** What the database holds of a company's connection. Whoever shares it opens each ciphertext once, if at all. */
interface Reading {
  connection: ServedConnection | undefined;
  open(grant: StoredGrant): TokenSet;
  openTenantId(connection: ServedConnection): string;
}

async function read(deps: TokenDeps, { companyId, connectionType }: VendRequest): Promise<Reading> {
  const connection = await findServedConnection(deps.database, companyId, connectionType);
  let opened: TokenSet | undefined;
  let tenantId: string | undefined;
  return {
    connection,
    open: (grant) => {
      opened ??= tokenSetOf(deps.keyring, grant);
      return opened;
    },
    openTenantId: (served) => {
      tenantId ??= tenantIdOf(deps.keyring, served);
      return tenantId;
    },
  };
}

async function findToken(
  deps: TokenDeps,
  refresher: Refresher,
  request: VendRequest,
  provider: Provider,
): Promise<Vend | Confirmed> {
  const { companyId, connectionType, environment, rejectedGeneration, ifGeneration, patienceMs } = request;
  const mark = deps.cache.mark();
  let reading = await deps.cache.share(connectionType, companyId, () => read(deps, request));
  const seen = Math.max(rejectedGeneration ?? 0, ifGeneration ?? 0);
  // Another process may have told the caller of what we have not heard of yet.
  if (reading.connection && reading.connection.grant.generation < seen) reading = await read(deps, request);
  if (!reading.connection) await refuseMerged(deps.database, companyId);
  const connection = requireLive(reading.connection, companyId, provider.displayName, environment);
  const { grant } = connection;
  requireProviderOf(deps.providers, grant);
  if (grant.state !== "active") throw endedError(grant);
  if (rejectedGeneration !== undefined && rejectedGeneration > grant.generation) {
    throw rejectedInvalid(
      `rejected_generation is ${rejectedGeneration}, but the current one is ${grant.generation}.`,
    );
  }
  const given = (fresh: FreshTokenSet): Vend => {
    const tenantId = reading.openTenantId(connection);
    return { confirmed: false, connection, tenantId, ...fresh };
  };
  if (rejectedGeneration === grant.generation) {
    return given(await replaceRejected(deps, refresher, provider, grant, patienceMs));
  }
  const stored = () => ({ tokenSet: reading.open(grant), generation: grant.generation });
  const nowMs = deps.clock.nowMs();
  const lifeMs = grant.accessExpiresAt.getTime() - nowMs;
  const backingOff = grant.retryAfter !== null && grant.retryAfter.getTime() > nowMs;
  if (isLongEnough(grant, lifeMs, request.minTtlMs)) {
    const isFresh = nowMs < softWindowStartMs(timesOf(grant));
    if (!isFresh && !backingOff) refresher.refreshAhead(grant);
    if (ifGeneration === grant.generation && lifeMs >= (request.minTtlMs ?? 0)) {
      return { ...confirmationOf({ generation: ifGeneration, expiresAtMs: nowMs + lifeMs }), connection };
    }
    const vended = given(stored());
    if (isFresh) deps.cache.put(connectionType, companyId, cachedToken(provider, vended, nowMs), mark);
    return vended;
  }
  if (backingOff && lifeMs <= 0) throw failureOnRecord(grant, nowMs);
  if (backingOff) return given(stored());
  return given(await refreshOrMakeDo(deps, refresher, grant, { stored: stored(), patienceMs }));
}

const timesOf = ({ issuedAt, accessExpiresAt }: StoredGrant) => ({
  issuedAtMs: issuedAt.getTime(),
  accessExpiresAtMs: accessExpiresAt.getTime(),
});

function isLongEnough(grant: StoredGrant, lifeMs: number, minTtlMs: number | undefined): boolean {
  if (lifeMs <= HARD_WINDOW_MS) return false;
  return minTtlMs === undefined || lifeMs >= attainableLifeMs(minTtlMs, timesOf(grant));
}

function cachedToken(provider: Provider, vended: Vend, nowMs: number): CachedToken {
  const token = handedToken(provider, vended);
  const grantId = vended.connection.grant.id;
  return { token, confirmation: confirmationOf(token), grantId, noteAgainAtMs: nowMs + NOTE_AGAIN_MS };
}

/** A provider that is down does not take back a token that is still valid. */
async function refreshOrMakeDo(
  deps: TokenDeps,
  refresher: Refresher,
  grant: StoredGrant,
  { stored, patienceMs }: { stored: FreshTokenSet; patienceMs: number | undefined },
): Promise<FreshTokenSet> {
  try {
    return await refreshNow(deps, refresher, grant, { patienceMs });
  } catch (error) {
    const stillValid = grant.accessExpiresAt.getTime() > deps.clock.nowMs();
    if (stillValid && error instanceof CountersignError && error.owner !== "customer") return stored;
    throw error;
  }
}

import type { Actor } from "@/lib/actor";
import type { AuditEntry, AuditOperation } from "@/lib/audit/record";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import { type ServedConnection, type StoredGrant, tokenSetOf } from "../grants/grants";
import type { Refresher } from "../refresh/refresh";
import { failureOnRecord } from "../refresh/refresh-failure";
import { endedError, type FreshTokenSet } from "../refresh/rotation";
import { requireProvider, requireProviderOf } from "../require-provider";
import { requireLiveConnection } from "./require-live-connection";
import { HARD_WINDOW_MS, softWindowStartMs } from "./soft-window";
import { NOTE_AGAIN_MS } from "./vended-grants";

interface VendRequest {
  companyId: string;
  connectionType: string;
  actor: Actor;
  operation: AuditOperation;
}

/** A token ready for use, with the connection it is for. */
export interface Vend extends FreshTokenSet {
  connection: ServedConnection;
}

/** Hands a token out of the cache, or undefined when it must be looked for; its audit row is taken either way first. */
export function vendFromCache(deps: TokenDeps, request: VendRequest): string | undefined {
  const nowMs = deps.clock.nowMs();
  const cached = deps.cache.get(request.connectionType, request.companyId, nowMs);
  if (!cached || !request.actor.id) return undefined;
  const row = rowOf(request, nowMs);
  row.generation = cached.generation;
  if (nowMs >= cached.noteAgainAtMs) {
    cached.noteAgainAtMs = nowMs + NOTE_AGAIN_MS;
    deps.vended.note(cached.grantId, nowMs);
  }
  deps.audit.record(row);
  deps.counts.cacheHits++;
  return cached.accessToken;
}

/**
 * Finds a company's token, refreshing it first when it is about to expire, and records the vend.
 *
 * @throws {NoConnectionError} Never connected, or disconnected.
 * @throws {ReconnectRequiredError} The customer must consent again.
 * @throws {ProviderUnavailableError} Transient, and the stored token has expired.
 */
export async function vend(deps: TokenDeps, refresher: Refresher, request: VendRequest): Promise<Vend> {
  requireText("companyId", request.companyId);
  requireText("userId", request.actor.id);
  const { displayName } = requireProvider(deps.providers, request.connectionType);
  const startedMs = deps.clock.nowMs();
  const finish = async (rest: Pick<AuditEntry, "outcome" | "responseStatus"> & Partial<AuditEntry>) => {
    const atMs = deps.clock.nowMs();
    deps.counts.vendLatency.note(atMs - startedMs);
    deps.audit.record({ ...rowOf(request, atMs), ...rest, responseTimeMs: atMs - startedMs });
    if (deps.auditStrict) await deps.audit.flushed();
  };
  try {
    const vended = await findToken(deps, refresher, request, displayName);
    deps.vended.note(vended.connection.grant.id, startedMs);
    await finish({ outcome: "success", responseStatus: 200, generation: vended.generation });
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
    });
    throw failure;
  }
}

async function findToken(
  deps: TokenDeps,
  refresher: Refresher,
  { companyId, connectionType }: VendRequest,
  displayName: string,
): Promise<Vend> {
  const mark = deps.cache.mark();
  const { connection, ...stored } = await deps.cache.share(connectionType, companyId, async () => {
    const found = await requireLiveConnection(deps.database, companyId, connectionType, displayName);
    requireProviderOf(deps.providers, found.grant);
    if (found.grant.state !== "active") throw endedError(found.grant);
    const { generation } = found.grant;
    return { connection: found, tokenSet: tokenSetOf(deps.keyring, found.grant), generation };
  });
  const { grant } = connection;
  const nowMs = deps.clock.nowMs();
  const lifeMs = stored.tokenSet.accessExpiresAtMs - nowMs;
  const backingOff = grant.retryAfter !== null && grant.retryAfter.getTime() > nowMs;
  if (lifeMs > HARD_WINDOW_MS) {
    const freshUntilMs = softWindowStartMs(stored.tokenSet);
    if (nowMs < freshUntilMs) {
      const { accessToken } = stored.tokenSet;
      const noteAgainAtMs = nowMs + NOTE_AGAIN_MS;
      const token = {
        accessToken,
        freshUntilMs,
        noteAgainAtMs,
        grantId: grant.id,
        generation: grant.generation,
      };
      deps.cache.put(connectionType, companyId, token, mark);
    } else if (!backingOff) refresher.refreshAhead(grant);
    return { connection, ...stored };
  }
  if (backingOff && lifeMs <= 0) throw failureOnRecord(grant, nowMs);
  if (backingOff) return { connection, ...stored };
  return { connection, ...(await refreshOrMakeDo(deps, refresher, grant, stored)) };
}

/** A provider that is down does not take back a token that is still valid. */
async function refreshOrMakeDo(
  deps: TokenDeps,
  refresher: Refresher,
  grant: StoredGrant,
  stored: FreshTokenSet,
): Promise<FreshTokenSet> {
  try {
    return await refresher.refresh(grant);
  } catch (error) {
    const stillValid = stored.tokenSet.accessExpiresAtMs > deps.clock.nowMs();
    if (stillValid && error instanceof CountersignError && error.owner !== "customer") return stored;
    throw error;
  }
}

/** A successful vend's row, whole from the start: adding fields to an object costs more than all else of a warm vend. */
function rowOf({ operation, actor, companyId, connectionType }: VendRequest, atMs: number): AuditEntry {
  return {
    operation,
    outcome: "success",
    actor,
    companyId,
    connectionType,
    apiEndpoint: operation === "token.client" ? "tokenService.getOAuthClient" : "tokenService.getValidToken",
    requestMethod: "CALL",
    responseStatus: 200,
    errorMessage: undefined,
    responseTimeMs: 0,
    providerRef: undefined,
    generation: undefined,
    atMs,
  };
}

function requireText(field: string, value: unknown): void {
  if (typeof value !== "string" || value === "") {
    throw new CountersignError("invalid_input", `${field} must be a non-empty string.`, { field });
  }
  if (value.includes("\0")) {
    throw new CountersignError("invalid_input", `${field} holds a NUL, which no id has.`, { field });
  }
}

import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import type { Actor, TokenDeps } from "./deps";
import { NoConnectionError } from "./errors";
import { findServedConnection, type ServedConnection, tokenSetOf } from "./grants";
import { endedError, type FreshTokenSet, type Refresher, storedError } from "./refresh";
import { requireProvider } from "./require-provider";

/** A token with less life than this is not handed out: the caller's own call must still fit. */
const HARD_WINDOW_MS = 60_000;

/** A token ready for use, with the connection it is for. */
export interface Vend extends FreshTokenSet {
  connection: ServedConnection;
}

/**
 * Finds a company's token, refreshing it first when it is about to expire, and records the vend.
 *
 * @throws {NoConnectionError} Never connected, or disconnected.
 * @throws {ReconnectRequiredError} The customer must consent again.
 * @throws {ProviderUnavailableError} Transient, and the stored token has expired.
 */
export async function vend(
  deps: TokenDeps,
  refresh: Refresher,
  request: { companyId: string; connectionType: string; actor: Actor; operation: AuditOperation },
): Promise<Vend> {
  const provider = requireProvider(deps.providers, request.connectionType);
  for (const [field, value] of [["companyId", request.companyId], ["userId", request.actor.userId]] as const) {
    if (typeof value !== "string" || value === "") {
      throw new CountersignError("invalid_input", `${field} must be a non-empty string.`, { field });
    }
  }
  const startedMs = deps.clock.nowMs();
  const row = {
    operation: request.operation,
    userId: request.actor.userId,
    actorKind: request.actor.kind,
    companyId: request.companyId,
    connectionType: request.connectionType,
    apiEndpoint: "tokenService.getValidToken",
    requestMethod: "CALL",
  } as const;
  try {
    const vended = await findFresh(deps, refresh, request, provider.displayName);
    const atMs = deps.clock.nowMs();
    const { generation } = vended;
    await recordAudit(deps.database, {
      ...row,
      outcome: "success",
      responseStatus: 200,
      generation,
      responseTimeMs: atMs - startedMs,
      atMs,
    });
    return vended;
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const atMs = deps.clock.nowMs();
    await recordAudit(deps.database, {
      ...row,
      outcome: error.owner === "customer" ? "refused" : "failure",
      responseStatus: error.httpStatus,
      errorMessage: error.message,
      providerRef: error.providerRef,
      responseTimeMs: atMs - startedMs,
      atMs,
    });
    throw error;
  }
}

async function findFresh(
  deps: TokenDeps,
  refresh: Refresher,
  { companyId, connectionType, actor }: { companyId: string; connectionType: string; actor: Actor },
  displayName: string,
): Promise<Vend> {
  const connection = await requireLiveConnection(deps, companyId, connectionType, displayName);
  const { grant } = connection;
  if (grant.state !== "active") throw endedError(grant);
  const nowMs = deps.clock.nowMs();
  if (grant.accessExpiresAt.getTime() - nowMs > HARD_WINDOW_MS) {
    return { connection, tokenSet: tokenSetOf(deps.keyring, grant), generation: grant.generation };
  }
  if (grant.retryAfter && grant.retryAfter.getTime() > nowMs) throw storedError(grant, nowMs);
  return { connection, ...(await refresh(grant, actor)) };
}

/** @throws {NoConnectionError} */
export async function requireLiveConnection(
  { database }: Pick<TokenDeps, "database">,
  companyId: string,
  connectionType: string,
  displayName: string,
): Promise<ServedConnection> {
  const connection = await findServedConnection(database, companyId, connectionType);
  if (!connection) {
    throw new NoConnectionError(`Company "${companyId}" is not connected to ${displayName}.`);
  }
  if (connection.disconnectedAt) {
    const day = connection.disconnectedAt.toISOString().slice(0, 10);
    throw new NoConnectionError(`Company "${companyId}" was disconnected from ${displayName} on ${day}.`);
  }
  return connection;
}

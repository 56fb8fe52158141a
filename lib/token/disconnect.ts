import { recordAudit } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { liveCompaniesOf } from "./grant-failures";
import type { ServedConnection } from "./grants";
import { tokenSetOf } from "./grants";
import type { Refresher } from "./refresh";
import { requireLiveConnection } from "./require-live-connection";
import { requireProvider } from "./require-provider";

/** What became of a disconnect at the provider's side; here it has always taken effect. */
export interface Disconnected {
  tenantName: string;
  /** Set when the provider could not be told: why. */
  providerNotTold?: string;
}

/**
 * Ends a connection here at once, then tells the provider.
 *
 * @throws {NoConnectionError} There is nothing to disconnect.
 */
export async function disconnect(
  deps: TokenDeps,
  refresher: Refresher,
  request: { companyId: string; connectionType: string; actor: Actor },
): Promise<Disconnected> {
  const { companyId, connectionType } = request;
  const provider = requireProvider(deps.providers, connectionType);
  const connection = await requireLiveConnection(
    deps.database,
    companyId,
    connectionType,
    provider.displayName,
  );
  const lastOfGrant = await endHere(deps, connection, request.actor);
  deps.cache.forget(connection.grant.id);
  const { tenantName } = connection;
  try {
    const current = tokenSetOf(deps.keyring, connection.grant);
    const expired = current.accessExpiresAtMs <= deps.clock.nowMs();
    const tokenSet =
      expired && !lastOfGrant ? (await refresher.refresh(connection.grant, request.actor)).tokenSet : current;
    await provider.disconnect(tokenSet, connection.tenantId, lastOfGrant);
    return { tenantName };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return { tenantName, providerNotTold: error.message };
  }
}

async function endHere(deps: TokenDeps, connection: ServedConnection, actor: Actor): Promise<boolean> {
  const { companyId, connectionType, grant } = connection;
  const atMs = deps.clock.nowMs();
  return deps.database.transaction(async (tx) => {
    await tx.query(`UPDATE "Connection" SET "disconnectedAt" = $2, "disconnectedBy" = $3 WHERE id = $1`, [
      connection.connectionId,
      new Date(atMs),
      actor.userId,
    ]);
    const lastOfGrant = (await liveCompaniesOf(tx, grant.id)).length === 0;
    if (lastOfGrant) {
      await tx.query(
        `UPDATE "Grant" SET state = 'revoked', "stateSince" = $2, generation = generation + 1, "leaseId" = NULL,
           "leaseUntil" = NULL, "attemptStartedAt" = NULL WHERE id = $1`,
        [grant.id, new Date(atMs)],
      );
    }
    await tx.query("SELECT pg_notify('countersign_grant', $1)", [grant.id]);
    await recordAudit(tx, {
      operation: "connection.disconnect",
      outcome: "success",
      userId: actor.userId,
      actorKind: actor.kind,
      companyId,
      connectionType,
      apiEndpoint: "/disconnect",
      requestMethod: "POST",
      responseStatus: 200,
      atMs,
    });
    const message = `Disconnected from ${connection.tenantName}.`;
    const source = "disconnect" as const;
    await deps.recordHealth(tx, { companyId, connectionType, cause: "no_connection", message, source, atMs });
    return lastOfGrant;
  });
}

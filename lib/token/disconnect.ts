import { recordAudit } from "@/lib/audit/record";
import { shownName } from "@/lib/foreign-text";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { liveCompaniesOf } from "./grant-failures";
import type { ServedConnection } from "./grants";
import type { Refresher } from "./refresh";
import { requireLiveConnection } from "./require-live-connection";
import { requireProvider } from "./require-provider";
import { queueRevocation, tellProviders } from "./revocations";

/** How long a person waits to hear that the provider was told. */
const PATIENCE_MS = 5_000;

/** What became of a disconnect at the provider's side; here it has always taken effect. */
export interface Disconnected {
  tenantName: string;
  /** Set while the provider has not confirmed: why. It will be told again until it does. */
  providerNotTold?: string;
}

/**
 * Ends a connection here at once, and tells the provider now or, failing that, as soon as it can be.
 *
 * @throws {NoConnectionError} There is nothing to disconnect.
 */
export async function disconnect(
  deps: TokenDeps,
  refresher: Refresher,
  request: { companyId: string; connectionType: string; actor: Actor },
): Promise<Disconnected> {
  const { companyId, connectionType, actor } = request;
  const { displayName } = requireProvider(deps.providers, connectionType);
  const connection = await requireLiveConnection(deps.database, companyId, connectionType, displayName);
  const revocationId = await endHere(deps, connection, actor);
  deps.cache.forget(connection.grant.id);
  const { tenantName } = connection;
  const telling = tellProviders(deps, refresher, revocationId).then(({ failure }) => failure?.message);
  const providerNotTold = await Promise.race([telling, slowAnswer(displayName)]);
  return providerNotTold === undefined ? { tenantName } : { tenantName, providerNotTold };
}

/** Connection, grant, queue, audit and health in one transaction. @returns The queued revocation's id. */
async function endHere(deps: TokenDeps, connection: ServedConnection, actor: Actor): Promise<string> {
  const { companyId, connectionType, connectionId, grant, tenantName } = connection;
  const atMs = deps.clock.nowMs();
  const now = new Date(atMs);
  return deps.database.transaction(async (tx) => {
    await tx.query(`UPDATE "Connection" SET "disconnectedAt" = $2, "disconnectedBy" = $3 WHERE id = $1`, [
      connectionId,
      now,
      actor.userId,
    ]);
    const lastOfGrant = (await liveCompaniesOf(tx, grant.id)).length === 0;
    if (lastOfGrant) {
      await tx.query(
        `UPDATE "Grant" SET state = 'revoked', "stateSince" = $2, generation = generation + 1, "leaseId" = NULL,
           "leaseUntil" = NULL, "attemptStartedAt" = NULL WHERE id = $1`,
        [grant.id, now],
      );
    }
    await tx.query("SELECT pg_notify('countersign_grant', $1)", [grant.id]);
    const revocationId = await queueRevocation(
      tx,
      { ...connection, environment: grant.environment, grantId: grant.id },
      { requestedBy: actor.userId, lastOfGrant, atMs },
    );
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
    const message = `Disconnected from ${shownName(tenantName.replace(/\.$/, ""))}.`;
    const observed = { companyId, connectionType, message, source: "disconnect", atMs } as const;
    await deps.recordHealth(tx, { ...observed, cause: "no_connection" });
    return revocationId;
  });
}

function slowAnswer(displayName: string): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(`${displayName} has not confirmed yet.`), PATIENCE_MS).unref();
  });
}

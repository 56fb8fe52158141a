import { recordAudit } from "@/lib/audit/record";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { currentActor } from "@/lib/request-context";
import { shownName } from "@/lib/shown-text";
import { deadline } from "@/lib/time/deadline";
import type { TokenDeps } from "../deps";
import { ProviderUnavailableError } from "../errors";
import { liveCompaniesOf } from "../grants/grant-failures";
import type { ServedConnection } from "../grants/grants";
import { notifyGrant } from "../grants/notify-grant";
import { retireGrant } from "../grants/retire-grant";
import { tenantIdOf } from "../keys/tenant-id";
import type { Refresher } from "../refresh/refresh";
import { requireProvider } from "../require-provider";
import { requireLiveConnection } from "../vend/require-live-connection";
import { type NotTold, queueRevocation, sendRevocations } from "./revocations";

/** How long a person waits to hear that the provider was told. */
const PATIENCE_MS = 5_000;

/** What became of a disconnect at the provider's side; here it has always taken effect. */
export interface Disconnected {
  tenantName: string;
  /** Set while the provider has not confirmed: why. It will be told again until it does, unless that is given up. */
  providerNotTold?: string;
  /** Telling it again would fail alike: somebody must end the access there. */
  givenUp?: boolean;
}

/**
 * Ends a connection here at once, and tells the provider now or, failing that, as soon as it can be.
 *
 * @throws {NoConnectionError} There is nothing to disconnect, or somebody else has just done it.
 * @throws {CountersignError} `wrong_organisation`: the company was moved to another organisation meanwhile.
 */
export async function disconnect(
  deps: TokenDeps,
  refresher: Refresher,
  request: { companyId: string; connectionType: string },
): Promise<Disconnected> {
  const { companyId, connectionType } = request;
  const { displayName } = requireProvider(deps.providers, connectionType);
  const judged = await requireLiveConnection(deps.database, companyId, connectionType, displayName);
  const { grantId, revocationId } = await endHere(deps, judged, displayName);
  deps.cache.forget(grantId);
  const { tenantName } = judged;
  const telling = sendRevocations(deps, refresher, revocationId).then(({ notTold }) => notTold);
  const notTold = await deadline(telling, PATIENCE_MS, () => slowAnswer(displayName));
  if (!notTold) return { tenantName };
  return { tenantName, providerNotTold: notTold.failure.message, givenUp: notTold.givenUp };
}

/** Connection, grant, queue, audit and health in one transaction, on the rows as they are once they are ours. */
async function endHere(
  deps: TokenDeps,
  judged: ServedConnection,
  displayName: string,
): Promise<{ grantId: string; revocationId: string }> {
  const { companyId, connectionType, connectionId } = judged;
  const requestedBy = currentActor().id;
  const atMs = deps.clock.nowMs();
  const now = new Date(atMs);
  return deps.database.transaction(async (tx) => {
    const current = await lockJudged(deps, tx, judged, displayName);
    const { grantId, tenantId, tenantName, environment } = current;
    await tx.query(`UPDATE "Connection" SET "disconnectedAt" = $2, "disconnectedBy" = $3 WHERE id = $1`, [
      connectionId,
      now,
      requestedBy,
    ]);
    // Two companies of one grant that leave at once take turns, so that the second knows it is the last.
    await tx.query(`SELECT 1 FROM "Grant" WHERE id = $1 FOR UPDATE`, [grantId]);
    const lastOfGrant = (await liveCompaniesOf(tx, grantId)).length === 0;
    if (lastOfGrant) await retireGrant(tx, grantId, atMs);
    await notifyGrant(tx, grantId);
    const revocationId = await queueRevocation(
      tx,
      deps.keyring,
      { companyId, connectionType, environment, tenantId, tenantName, grantId },
      { requestedBy, lastOfGrant, atMs },
    );
    await recordAudit(tx, {
      operation: "connection.disconnect",
      outcome: "success",
      about: { companyId, connectionType },
      via: ["POST", "/disconnect"],
      responseStatus: 200,
      atMs,
    });
    await recordEvent(tx, {
      type: "connection.disconnected",
      about: { companyId, connectionType },
      data: { organisation: { name: tenantName } },
      atMs,
    });
    const message = `Disconnected from ${shownName(tenantName.replace(/\.$/, ""))}.`;
    const observed = { companyId, connectionType, message, source: "disconnect", atMs } as const;
    await deps.recordHealth(tx, { ...observed, cause: "no_connection" });
    return { grantId, revocationId };
  });
}

type LockedConnection = Pick<ServedConnection, "tenantName"> & {
  tenantId: string;
  grantId: string;
  environment: string;
};

/** Locks the connection, and makes sure that it is still the one somebody decided to end. */
async function lockJudged(
  { keyring }: TokenDeps,
  tx: Sql,
  judged: ServedConnection,
  displayName: string,
): Promise<LockedConnection> {
  const { companyId, connectionType, connectionId, tenantName, grant } = judged;
  const tenantId = tenantIdOf(keyring, judged);
  await tx.query(`SELECT 1 FROM "Connection" WHERE id = $1 FOR UPDATE`, [connectionId]);
  const now = await requireLiveConnection(tx, companyId, connectionType, displayName);
  if (tenantIdOf(keyring, now) !== tenantId || now.grant.environment !== grant.environment) {
    const message = `This company was moved from ${shownName(tenantName)} to ${shownName(now.tenantName)} a moment ago.`;
    throw new CountersignError("wrong_organisation", message, { unchanged: true });
  }
  return {
    tenantId,
    tenantName: now.tenantName,
    grantId: now.grant.id,
    environment: now.grant.environment,
  };
}

function slowAnswer(displayName: string): NotTold {
  const failure = new ProviderUnavailableError(`${displayName} has not confirmed yet.`);
  return { failure, givenUp: false };
}

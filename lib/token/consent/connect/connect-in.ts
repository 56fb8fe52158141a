import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../../deps";
import { cancelRevocations, queueRevocation } from "../../disconnect/revocations";
import { notifyGrant } from "../../grants/notify-grant";
import { type EarlierConnection, lockConnection, saveConnection } from "../../grants/organisations";
import { retireGrant } from "../../grants/retire-grant";
import type { Provider, Tenant } from "../../providers/provider";
import type { PendingConsent } from "../pending";

interface Connecting {
  grant: { id: string; generation: number };
  tenant: Tenant;
  providerRef?: string | undefined;
  atMs: number;
}

/**
 * Connects a company by a grant that is stored: connection, health, event and audit row.
 *
 * @returns The grants whose connections changed.
 */
export async function connectIn(
  deps: TokenDeps,
  tx: Sql,
  provider: Provider,
  pending: PendingConsent,
  { grant, tenant, providerRef, atMs }: Connecting,
): Promise<string[]> {
  const { companyId, connectionType, environment } = pending;
  const { tenantId } = tenant;
  const earlier = await connect(deps, tx, pending, tenant, { grantId: grant.id, atMs });
  await cancelRevocations(tx, deps.keyring, { grantId: grant.id, connectionType, environment, tenantId });
  await recordAudit(tx, {
    operation: operationOf(pending),
    outcome: "success",
    about: { companyId, connectionType },
    via: ["POST", pending.adopted ? "/adopt" : provider.tokenEndpoint],
    responseStatus: 200,
    errorMessage: moveNote(pending, earlier, tenant),
    providerRef,
    generation: grant.generation,
    atMs,
  });
  await recordEvent(tx, {
    type: pending.connectionId === null ? "connection.connected" : "connection.reconnected",
    about: { companyId, connectionType },
    data: { organisation: { name: tenant.tenantName } },
    atMs,
  });
  const observation = { cause: null, message: null, source: "consent", providerRef, atMs } as const;
  await deps.recordHealth(tx, { companyId, connectionType, ...observation });
  if (!earlier) return [grant.id];
  await leave(deps, tx, pending, earlier, { grantId: grant.id, tenantId, atMs });
  return [grant.id, earlier.grantId];
}

export function takenAMomentAgo({ tenantName }: Tenant, cause?: unknown): CountersignError {
  const message = `${shownName(tenantName)} was connected to another company a moment ago.`;
  return new CountersignError("organisation_taken", message, { cause });
}

function operationOf({ adopted, connectionId, moveReason }: PendingConsent): AuditOperation {
  if (adopted) return "connection.adopt";
  if (moveReason) return "connection.move";
  return connectionId ? "connection.reconnect" : "connection.connect";
}

function moveNote({ moveReason }: PendingConsent, earlier: EarlierConnection | undefined, tenant: Tenant) {
  return moveReason
    ? `From ${shownName(earlier?.tenantName ?? "")} to ${shownName(tenant.tenantName)}: ${moveReason}`
    : undefined;
}

/** @returns What the connection was before, if it existed. */
async function connect(
  { keyring }: TokenDeps,
  tx: Sql,
  pending: PendingConsent,
  tenant: Tenant,
  { grantId, atMs }: { grantId: string; atMs: number },
): Promise<EarlierConnection | undefined> {
  const { companyId, connectionType, environment, actorId: connectedBy } = pending;
  const earlier = await lockConnection(tx, keyring, companyId, connectionType);
  const occupied = earlier && !earlier.disconnectedAt && earlier.tenantId !== tenant.tenantId;
  if (occupied && !pending.moveReason) {
    const message = `This company was connected to ${shownName(earlier.tenantName)} a moment ago.`;
    throw new CountersignError("wrong_organisation", message);
  }
  if (earlier?.disconnectedAt && pending.connectionId && !isByPerson(pending)) {
    const message = `This company was disconnected from ${shownName(earlier.tenantName)} a moment ago.`;
    throw new CountersignError("no_connection", message, { unchanged: true });
  }
  const whose = { companyId, connectionType, environment, connectedBy, connectedAt: new Date(atMs) };
  const connection = { ...whose, ...tenant, grantId, earlierId: earlier?.id };
  if (!(await saveConnection(tx, keyring, connection))) throw takenAMomentAgo(tenant);
  return earlier;
}

/** Ends what the connection no longer uses: its former organisation at the provider, and a grant left alone. */
async function leave(
  { keyring }: TokenDeps,
  tx: Sql,
  { companyId, connectionType, actorId }: PendingConsent,
  earlier: EarlierConnection,
  now: { grantId: string; tenantId: string; atMs: number },
): Promise<void> {
  const { grantId, tenantId, tenantName, environment } = earlier;
  if (grantId !== now.grantId) await notifyGrant(tx, grantId);
  const lastOfGrant = grantId !== now.grantId && (await retireGrant(tx, grantId, now.atMs));
  if (earlier.disconnectedAt || tenantId === now.tenantId) return;
  const left = { companyId, connectionType, environment, tenantId, tenantName, grantId };
  await queueRevocation(tx, keyring, left, { requestedBy: actorId, lastOfGrant, atMs: now.atMs });
}

/** Whether a person with an account consented: nobody else brings back what an admin disconnected meanwhile. */
function isByPerson({ adopted, actorKind }: PendingConsent): boolean {
  return !adopted && actorKind !== "link" && actorKind !== "visitor";
}

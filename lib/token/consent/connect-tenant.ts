import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import { lockConnectionsOf } from "@/lib/companies/views";
import { type Connection, newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { cancelRevocations, queueRevocation } from "../disconnect/revocations";
import { findGrantOf, type StoredGrant } from "../grants/grants";
import { notifyGrant } from "../grants/notify-grant";
import { type EarlierConnection, lockConnection, saveConnection } from "../grants/organisations";
import { retireGrant } from "../grants/retire-grant";
import { insertGrant, replaceTokenSet } from "../grants/store-grant";
import type { TokenSet } from "../grants/token-set";
import { holdSubject } from "../grants/turns";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { ConsentOutcome } from "./outcome";
import { markEnded, type PendingConsent, removePendingConsent } from "./pending";
import { noteRenewed, servedBy } from "./renewed";

const UNIQUE_VIOLATION = "23505";

/**
 * Turns a verified consent into a connection: grant, connection, health and audit in one transaction.
 *
 * @throws {CountersignError} `organisation_taken` when another company connected it in the meantime.
 */
export async function connectTenant(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
  tenant: Tenant,
  { providerRef, person }: { providerRef?: string | undefined; person?: string | undefined },
): Promise<ConsentOutcome> {
  const { companyId, connectionType, returnTo } = pending;
  const atMs = deps.clock.nowMs();
  try {
    const changedGrants = await deps.database.transaction(async (tx) => {
      await takeTurns(tx, pending, identity);
      if (pending.actorKind === "link")
        await deps.spendLink(tx, { linkId: pending.actorId, consentedBy: person, atMs });
      const grant = await saveGrant(deps, tx, pending, identity, atMs);
      const earlier = await connect(deps, tx, pending, tenant, { grantId: grant.id, atMs });
      await cancelRevocations(tx, deps.keyring, {
        grantId: grant.id,
        connectionType,
        environment: pending.environment,
        tenantId: tenant.tenantId,
      });
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
      if (grant.isRenewed) {
        const others = (await servedBy(tx, grant.id)).filter((served) => served.companyId !== companyId);
        await noteRenewed(deps, tx, pending, others, { generation: grant.generation, refused: false, atMs });
      }
      if (earlier)
        await leave(deps, tx, pending, earlier, { grantId: grant.id, tenantId: tenant.tenantId, atMs });
      await markEnded(tx, pending.stateHash, atMs, tenant.tenantName);
      return [grant.id, ...(earlier ? [earlier.grantId] : [])];
    });
    // Others hear of it by notification; this process must not serve the former grant until its own arrives.
    for (const grantId of changedGrants) deps.cache.forget(grantId);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== UNIQUE_VIOLATION) throw cause;
    throw takenAMomentAgo(tenant, cause);
  }
  const reconnected = pending.connectionId !== null;
  return { outcome: "connected", companyId, tenantName: tenant.tenantName, reconnected, returnTo };
}

function takenAMomentAgo({ tenantName }: Tenant, cause?: unknown): CountersignError {
  const message = `${shownName(tenantName)} was connected to another company a moment ago.`;
  return new CountersignError("organisation_taken", message, { cause });
}

/**
 * Makes everything that changes this company's connection, or stores this subject's grant, wait for its turn: what is
 * read from here on stays true until the commit. A disconnect takes connection and grant in the same order.
 *
 * @throws {CountersignError} `consent_expired`: somebody settled this consent, or archived the company, first.
 */
async function takeTurns(tx: Sql, pending: PendingConsent, { subject }: Identity): Promise<void> {
  const { id, companyId, connectionType, environment } = pending;
  if ((await lockConnectionsOf(tx, companyId)) === "archived") {
    const message = "This company was archived a moment ago.";
    throw new CountersignError("consent_expired", message, { nextStep: "Unarchive it first." });
  }
  const [connection] = await tx.query<Pick<Connection, "grantId">>(
    `SELECT "grantId" FROM "Connection" WHERE "companyId" = $1 AND "connectionType" = $2 FOR UPDATE`,
    [companyId, connectionType],
  );
  if (connection) await tx.query(`SELECT 1 FROM "Grant" WHERE id = $1 FOR UPDATE`, [connection.grantId]);
  await holdSubject(tx, { connectionType, environment, subject });
  if (await removePendingConsent(tx, id)) return;
  const nextStep = "Look at the company's connection before you start again.";
  throw new CountersignError("consent_expired", "This consent was settled a moment ago.", { nextStep });
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

async function saveGrant(
  deps: TokenDeps,
  tx: Sql,
  pending: PendingConsent,
  identity: Identity,
  atMs: number,
): Promise<{ id: string; generation: number; isRenewed: boolean }> {
  const { tokenSet, connectionType, environment } = pending;
  const { subject } = identity;
  const known = await findGrantOf(tx, deps.keyring, { connectionType, environment, subject }, "FOR UPDATE");
  if (known && pending.adopted && isNoOlder(known, tokenSet)) return { ...known, isRenewed: false };
  const above = await lastGeneration(tx, pending);
  if (known) {
    const replacement = { grant: known, tokenSet, keyring: deps.keyring, atMs, above };
    const generation = await replaceTokenSet(tx, replacement);
    if (generation === undefined) throw new Error("A row locked by this transaction changed under it.");
    return { id: known.id, generation, isRenewed: true };
  }
  const grant = {
    id: newId(),
    connectionType,
    environment,
    subject,
    generation: above + 1,
  };
  await insertGrant(tx, { grant, tokenSet, keyring: deps.keyring, atMs });
  return { ...grant, isRenewed: false };
}

/** A caller tells a connection's token sets apart by their generation, so another grant must go on counting. */
async function lastGeneration(tx: Sql, { companyId, connectionType }: PendingConsent): Promise<number> {
  const [grant] = await tx.query<Pick<StoredGrant, "generation">>(
    `SELECT g.generation FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = $1 AND c."connectionType" = $2`,
    [companyId, connectionType],
  );
  return grant?.generation ?? 0;
}

/** Whether a refresh of ours has already replaced what another system hands over: that one is spent. */
function isNoOlder(held: StoredGrant, given: TokenSet): boolean {
  return held.state === "active" && held.accessExpiresAt.getTime() >= given.accessExpiresAtMs;
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

/** Whether a person with an account consented: nobody else brings back what an admin disconnected meanwhile. */
function isByPerson({ adopted, actorKind }: PendingConsent): boolean {
  return !adopted && actorKind !== "link" && actorKind !== "visitor";
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

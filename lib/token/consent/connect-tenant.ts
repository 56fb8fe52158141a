import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import { lockConnectionsOf } from "@/lib/companies/views";
import { type Connection, newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { cancelRevocations, queueRevocation } from "../disconnect/revocations";
import { insertGrant, replaceTokenSet, type StoredGrant } from "../grants/grants";
import { notifyGrant } from "../grants/notify-grant";
import { retireGrant } from "../grants/retire-grant";
import type { TokenSet } from "../grants/token-set";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { ConsentOutcome } from "./outcome";
import { markEnded, type PendingConsent, removePendingConsent } from "./pending";
import { noteRenewed, servedBy } from "./renewed";

export const UNIQUE_VIOLATION = "23505";

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
      const earlier = await saveConnection(tx, pending, tenant, grant.id, atMs);
      await cancelRevocations(tx, {
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
        data: { organisation: { id: tenant.tenantId, name: tenant.tenantName } },
        atMs,
      });
      const observation = { cause: null, message: null, source: "consent", providerRef, atMs } as const;
      await deps.recordHealth(tx, { companyId, connectionType, ...observation });
      if (grant.isRenewed) {
        const others = (await servedBy(tx, grant.id)).filter((served) => served.companyId !== companyId);
        await noteRenewed(deps, tx, pending, others, { generation: grant.generation, refused: false, atMs });
      }
      if (earlier) await leave(tx, pending, earlier, { grantId: grant.id, tenantId: tenant.tenantId, atMs });
      await markEnded(tx, pending.stateHash, atMs, tenant.tenantName);
      return [grant.id, ...(earlier ? [earlier.grantId] : [])];
    });
    // Others hear of it by notification; this process must not serve the former grant until its own arrives.
    for (const grantId of changedGrants) deps.cache.forget(grantId);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== UNIQUE_VIOLATION) throw cause;
    const message = `${shownName(tenant.tenantName)} was connected to another company a moment ago.`;
    throw new CountersignError("organisation_taken", message, { cause });
  }
  const reconnected = pending.connectionId !== null;
  return { outcome: "connected", companyId, tenantName: tenant.tenantName, reconnected, returnTo };
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
  // A subject's first grant has no row yet that could be locked.
  const grantKey = JSON.stringify([connectionType, environment, subject]);
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [grantKey]);
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

type GrantKey = Pick<
  StoredGrant,
  "id" | "connectionType" | "subject" | "generation" | "state" | "accessExpiresAt"
>;

export async function findGrantOf(
  tx: Sql,
  pending: PendingConsent,
  identity: Identity,
): Promise<GrantKey | undefined> {
  const [grant] = await tx.query<GrantKey>(
    `SELECT id, "connectionType", subject, generation, state, "accessExpiresAt" FROM "Grant"
     WHERE "connectionType" = $1 AND environment = $2 AND subject = $3 FOR UPDATE`,
    [pending.connectionType, pending.environment, identity.subject],
  );
  return grant;
}

async function saveGrant(
  deps: TokenDeps,
  tx: Sql,
  pending: PendingConsent,
  identity: Identity,
  atMs: number,
): Promise<{ id: string; generation: number; isRenewed: boolean }> {
  const { tokenSet, connectionType, environment } = pending;
  const known = await findGrantOf(tx, pending, identity);
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
    subject: identity.subject,
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
function isNoOlder(held: GrantKey, given: TokenSet): boolean {
  return held.state === "active" && held.accessExpiresAt.getTime() >= given.accessExpiresAtMs;
}

/** What a connection was before this consent. */
interface EarlierConnection {
  grantId: string;
  tenantId: string;
  tenantName: string;
  environment: string;
  disconnectedAt: Date | null;
}

/** @returns What the connection was before, if it existed. */
async function saveConnection(
  tx: Sql,
  pending: PendingConsent,
  tenant: Tenant,
  grantId: string,
  atMs: number,
): Promise<EarlierConnection | undefined> {
  const [earlier] = await tx.query<EarlierConnection>(
    `SELECT "grantId", "tenantId", "tenantName", environment, "disconnectedAt" FROM "Connection" WHERE "companyId" = $1 AND "connectionType" = $2 FOR UPDATE`,
    [pending.companyId, pending.connectionType],
  );
  const occupied = earlier && !earlier.disconnectedAt && earlier.tenantId !== tenant.tenantId;
  if (occupied && !pending.moveReason) {
    const message = `This company was connected to ${shownName(earlier.tenantName)} a moment ago.`;
    throw new CountersignError("wrong_organisation", message);
  }
  if (earlier?.disconnectedAt && pending.adopted && pending.connectionId) {
    const message = `This company was disconnected from ${shownName(earlier.tenantName)} a moment ago.`;
    throw new CountersignError("no_connection", message, { unchanged: true });
  }
  await tx.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT ("companyId", "connectionType") DO UPDATE
     SET environment = $4, "tenantId" = $5, "tenantName" = $6, "grantId" = $7, "connectedBy" = $8, "connectedAt" = $9,
         "disconnectedBy" = NULL, "disconnectedAt" = NULL`,
    [
      newId(),
      pending.companyId,
      pending.connectionType,
      pending.environment,
      tenant.tenantId,
      tenant.tenantName,
      grantId,
      pending.actorId,
      new Date(atMs),
    ],
  );
  return earlier;
}

/** Ends what the connection no longer uses: its former organisation at the provider, and a grant left alone. */
async function leave(
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
  await queueRevocation(tx, left, { requestedBy: actorId, lastOfGrant, atMs: now.atMs });
}

import { lockConnectionsOf } from "@/lib/companies/views";
import type { TokenDeps } from "../../deps";
import { queueRevocation } from "../../disconnect/revocations";
import { lockConnection } from "../../grants/organisations";
import { holdSubject } from "../../grants/turns";
import type { Identity, Provider, Tenant } from "../../providers/provider";
import { unusedOf } from "../discard";
import { markEnded, type PendingConsent } from "../pending";
import { noteRenewed, servedBy } from "../renewed";
import { connectIn } from "./connect-in";
import { claimPending } from "./connect-tenant";
import { saveGrant } from "./save-grant";

/** A connection, and its organisation as a live read showed it. */
export interface ProvenConnection {
  connectionId: string;
  companyId: string;
  tenant: Tenant;
}

/**
 * Reconnects several companies by one consent, in one transaction: the grant is stored once, each company has a row in
 * the audit log, and access to what no company uses is queued to end. What was disconnected, moved or archived
 * meanwhile stays as it is.
 *
 * @returns The queued revocations; undefined, and nothing is changed, where no connection is left.
 * @throws {CountersignError} `consent_expired`: somebody settled this consent first.
 */
export async function connectKnown(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
  { proven, providerRef }: { proven: readonly ProvenConnection[]; providerRef: string | undefined },
): Promise<string[] | undefined> {
  const { connectionType, environment, stateHash, actorId } = pending;
  const { subject } = identity;
  const { keyring } = deps;
  const atMs = deps.clock.nowMs();
  const done = await deps.database.transaction(async (tx) => {
    const kept: ProvenConnection[] = [];
    // In one order, for whoever else takes several.
    for (const one of proven.toSorted((a, b) => (a.companyId < b.companyId ? -1 : 1))) {
      const standing = await lockConnectionsOf(tx, one.companyId);
      const held = await lockConnection(tx, keyring, one.companyId, connectionType);
      const isSame = held?.id === one.connectionId && held.tenantId === one.tenant.tenantId;
      if (standing !== "archived" && isSame && !held.disconnectedAt) kept.push(one);
    }
    if (kept.length === 0) return undefined;
    await tx.query(
      `SELECT 1 FROM "Grant" WHERE id IN (SELECT "grantId" FROM "Connection" WHERE id = ANY($1)) ORDER BY id FOR UPDATE`,
      [kept.map(({ connectionId }) => connectionId)],
    );
    await holdSubject(tx, { connectionType, environment, subject });
    await claimPending(tx, pending.id);
    const companyIds = kept.map(({ companyId }) => companyId);
    const grant = await saveGrant(deps, tx, pending, { subject, companyIds, atMs });
    const changed = new Set<string>();
    for (const { connectionId, companyId, tenant } of kept) {
      const own = { ...pending, companyId, connectionId };
      const grantIds = await connectIn(deps, tx, provider, own, { grant, tenant, providerRef, atMs });
      for (const grantId of grantIds) changed.add(grantId);
    }
    const others = (await servedBy(tx, grant.id)).filter(({ companyId }) => !companyIds.includes(companyId));
    if (grant.isRenewed)
      await noteRenewed(deps, tx, pending, others, { generation: grant.generation, refused: false, atMs });
    const revocationIds: string[] = [];
    for (const tenant of await unusedOf(deps, tx, pending, identity.chosen)) {
      const left = { ...tenant, companyId: "", connectionType, environment, grantId: grant.id };
      const how = { requestedBy: actorId, lastOfGrant: false, atMs };
      revocationIds.push(await queueRevocation(tx, keyring, left, how));
    }
    await markEnded(tx, stateHash, atMs, null);
    return { changed, revocationIds };
  });
  for (const grantId of done?.changed ?? []) deps.cache.forget(grantId);
  return done?.revocationIds;
}

import { lockConnectionsOf } from "@/lib/companies/views";
import type { Connection, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../../deps";
import { holdSubject } from "../../grants/turns";
import type { Identity, Provider, Tenant } from "../../providers/provider";
import type { ConsentOutcome } from "../outcome";
import { markEnded, type PendingConsent, removePendingConsent } from "../pending";
import { noteRenewed, servedBy } from "../renewed";
import { connectIn, takenAMomentAgo } from "./connect-in";
import { saveGrant } from "./save-grant";

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
  const { companyId, returnTo } = pending;
  const atMs = deps.clock.nowMs();
  try {
    const changedGrants = await deps.database.transaction(async (tx) => {
      await takeTurns(tx, pending, identity);
      if (pending.actorKind === "link")
        await deps.spendLink(tx, { linkId: pending.actorId, consentedBy: person, atMs });
      const { subject } = identity;
      const grant = await saveGrant(deps, tx, pending, { subject, companyIds: [companyId], atMs });
      const changed = await connectIn(deps, tx, provider, pending, { grant, tenant, providerRef, atMs });
      if (grant.isRenewed) {
        const others = (await servedBy(tx, grant.id)).filter((served) => served.companyId !== companyId);
        await noteRenewed(deps, tx, pending, others, { generation: grant.generation, refused: false, atMs });
      }
      await markEnded(tx, pending.stateHash, atMs, tenant.tenantName);
      return changed;
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
  await claimPending(tx, id);
}

/** @throws {CountersignError} `consent_expired`: somebody settled this consent first. */
export async function claimPending(tx: Sql, id: string): Promise<void> {
  if (await removePendingConsent(tx, id)) return;
  const nextStep = "Look at the company's connection before you start again.";
  throw new CountersignError("consent_expired", "This consent was settled a moment ago.", { nextStep });
}

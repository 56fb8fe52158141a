import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/foreign-text";
import type { TokenDeps } from "../deps";
import type { Identity, Provider, Tenant } from "../providers/provider";
import { requireProvider } from "../require-provider";
import { connectTenant, keepNewestTokenSet } from "./connect-tenant";
import type { ConsentOutcome } from "./outcome";
import { noteResting, type PendingConsent, removePendingConsent } from "./pending";
import { refuse } from "./refuse";

interface Settlement {
  providerRef?: string | undefined;
  /** The person's answer, when several organisations were chosen at the provider. */
  chosenTenantId?: string;
}

/**
 * Verifies whose a resting token set is by a live call with it, and connects its organisation. A transient failure
 * leaves the consent resting; a refusal ends it.
 *
 * @throws {CountersignError} `invalid_input` when the chosen organisation is none of the candidates.
 */
export async function settleConsent(
  deps: TokenDeps,
  pending: PendingConsent,
  { providerRef, chosenTenantId }: Settlement,
): Promise<ConsentOutcome> {
  const provider = requireProvider(deps.providers, pending.connectionType);
  const { id: pendingConsentId, companyId, returnTo } = pending;
  let identity: Identity | undefined;
  try {
    identity = await provider.identify(pending.tokenSet, pending.callbackParams);
    const tenants = await candidatesOf(deps, provider, pending, identity);
    const tenant = pickTenant(tenants, chosenTenantId);
    if (!tenant) {
      await noteResting(deps.database, pendingConsentId, { tenants });
      return { outcome: "choose", pendingConsentId, companyId, tenants, returnTo };
    }
    return await connectTenant(deps, provider, pending, identity, tenant, providerRef);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "invalid_input") throw error;
    if (error.retryable) {
      await noteResting(deps.database, pendingConsentId, { message: error.message });
      return { outcome: "resting", pendingConsentId, companyId, message: error.message, returnTo };
    }
    await discard(deps, pending, identity);
    return refuse(deps, pending, error);
  }
}

async function discard(
  deps: TokenDeps,
  pending: PendingConsent,
  identity: Identity | undefined,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    if (identity) await keepNewestTokenSet(deps, tx, pending, identity);
    await removePendingConsent(tx, pending.id);
  });
}

async function candidatesOf(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
): Promise<Tenant[]> {
  if (identity.chosen.length === 0) {
    const message = `No organisation was chosen at ${provider.displayName}. Nothing was changed. Start again and choose one.`;
    throw new CountersignError("wrong_organisation", message);
  }
  if (pending.connectionId && !pending.moveReason)
    return [await expectedTenant(deps, provider, pending, identity)];
  const takenBy = await ownersOf(deps.database, provider, identity.chosen, pending.companyId);
  const free = identity.chosen.filter(({ tenantId }) => !takenBy.has(tenantId));
  const [first] = identity.chosen;
  if (free.length === 0 && first) {
    const owner = takenBy.get(first.tenantId);
    const message = `${shownName(first.tenantName)} is already connected to ${shownName(owner ?? "")}. Nothing was changed. Disconnect it there first, or choose another organisation.`;
    throw new CountersignError("organisation_taken", message);
  }
  return free;
}

async function expectedTenant(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
): Promise<Tenant> {
  const [expected] = await deps.database.query<Tenant & { companyName: string }>(
    `SELECT c."tenantId", c."tenantName", o.name AS "companyName"
     FROM "Connection" c JOIN "Company" o ON o.id = c."companyId" WHERE c.id = $1`,
    [pending.connectionId],
  );
  const match = identity.chosen.find(({ tenantId }) => tenantId === expected?.tenantId);
  if (match) return match;
  const consented = identity.chosen.map(({ tenantName }) => shownName(tenantName)).join(", ");
  const [company, organisation] = [expected?.companyName, expected?.tenantName].map((name) =>
    shownName(name ?? ""),
  );
  const message = `${company} is connected to ${organisation}, but the consent at ${provider.displayName} was for ${consented}. Nothing was changed. Reconnect and choose ${organisation}, or move the company to another organisation with a reason.`;
  throw new CountersignError("wrong_organisation", message);
}

function pickTenant(candidates: Tenant[], chosenTenantId: string | undefined): Tenant | undefined {
  if (chosenTenantId === undefined) return candidates.length === 1 ? candidates[0] : undefined;
  const chosen = candidates.find(({ tenantId }) => tenantId === chosenTenantId);
  if (chosen) return chosen;
  throw new CountersignError("invalid_input", "Choose one of the organisations listed.", {
    field: "tenantId",
  });
}

/** Which of these organisations already belong to another company, and to which. */
async function ownersOf(
  sql: Sql,
  provider: Provider,
  tenants: Tenant[],
  companyId: string,
): Promise<Map<string, string>> {
  const rows = await sql.query<{ tenantId: string; companyName: string }>(
    `SELECT c."tenantId", o.name AS "companyName"
     FROM "Connection" c JOIN "Company" o ON o.id = c."companyId"
     WHERE c."connectionType" = $1 AND c.environment = $2 AND c."tenantId" = ANY($3)
       AND c."disconnectedAt" IS NULL AND c."companyId" <> $4`,
    [provider.connectionType, provider.environment, tenants.map(({ tenantId }) => tenantId), companyId],
  );
  return new Map(rows.map((row) => [row.tenantId, row.companyName]));
}

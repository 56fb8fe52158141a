import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import { requireProviderOf } from "../require-provider";
import { type Candidates, candidatesOf } from "./candidates";
import { connectTenant } from "./connect/connect-tenant";
import { discardConsent } from "./discard";
import type { ConsentOutcome } from "./outcome";
import { markEnded, noteResting, type PendingConsent } from "./pending";
import { refuse } from "./refusal/refuse";

export interface Settlement {
  providerRef?: string | undefined;
  /** Who consented, where the provider says so. */
  person?: string | undefined;
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
  refresher: Refresher,
  pending: PendingConsent,
  { providerRef, person, chosenTenantId }: Settlement,
): Promise<ConsentOutcome> {
  const provider = requireProviderOf(deps.providers, pending);
  const { id: pendingConsentId, companyId, returnTo } = pending;
  let identity: Identity | undefined;
  let toChooseFrom: Tenant[] = [];
  try {
    identity = await provider.identify(pending.tokenSet, pending.callbackParams);
    const candidates = await candidatesOf(deps, provider, pending, identity);
    const { tenants } = candidates;
    const tenant = pickTenant(candidates, chosenTenantId);
    if (!tenant) {
      await noteResting(deps, pending, { tenants });
      return { outcome: "choose", pendingConsentId, companyId, tenants, returnTo };
    }
    if (chosenTenantId !== undefined) toChooseFrom = tenants;
    const read = await readLive(provider, pending, identity, tenant);
    return await connectTenant(deps, provider, pending, identity, read, { providerRef, person });
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "invalid_input") throw error;
    if (error.retryable) {
      await noteResting(deps, pending, { tenants: toChooseFrom, message: error.message });
      return { outcome: "resting", pendingConsentId, companyId, message: error.message, returnTo };
    }
    const aftermath = await discardConsent(deps, refresher, provider, pending, identity);
    await markEnded(deps.database, pending.stateHash, deps.clock.nowMs(), null);
    return refuse(deps, pending, error, aftermath);
  }
}

/** A consent ends with a live read of the organisation itself: what the provider lists, it need not let us into. */
export async function readLive(
  provider: Provider,
  { tokenSet }: PendingConsent,
  identity: Identity,
  tenant: Tenant,
): Promise<Tenant> {
  if (identity.read?.some(({ tenantId }) => tenantId === tenant.tenantId)) return tenant;
  const { tenantName } = await provider.probe(tokenSet.accessToken, tenant.tenantId);
  return { ...tenant, tenantName };
}

function pickTenant(
  { tenants, isCertain }: Candidates,
  chosenTenantId: string | undefined,
): Tenant | undefined {
  if (chosenTenantId === undefined) return isCertain && tenants.length === 1 ? tenants[0] : undefined;
  const chosen = tenants.find(({ tenantId }) => tenantId === chosenTenantId);
  if (chosen) return chosen;
  throw new CountersignError("invalid_input", "Choose one of the organisations listed.", {
    field: "tenantId",
  });
}

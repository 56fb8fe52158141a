import { joinCompany } from "@/lib/companies/views";
import type { Connection } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { WrongOrganisationError } from "../errors";
import { ownersOf } from "../grants/organisations";
import { tenantIdOf } from "../keys/tenant-id";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { StoredTenant } from "../views";
import type { PendingConsent } from "./pending";

const SHOWN_OF_ID = 4;

/** Organisations that a consent may be for. */
export interface Candidates {
  tenants: Tenant[];
  /** Whether one alone must be it: what a consent merely reaches may be another's than the one meant. */
  isCertain: boolean;
}

/**
 * What a consent may connect its company to. A reconnect wants its organisation back, however the provider tells which
 * were chosen this time; otherwise the chosen ones count, and where the provider names none, the person must say.
 *
 * @throws {CountersignError} `wrong_organisation`, or `organisation_taken` when others hold all of them.
 */
export async function candidatesOf(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
): Promise<Candidates> {
  if (identity.reachable.length === 0) {
    const message = `No organisation was chosen at ${provider.displayName}.`;
    throw new CountersignError("wrong_organisation", message, { nextStep: "Start again and choose one." });
  }
  if (pending.connectionId && !pending.moveReason)
    return { tenants: [await expectedTenant(deps, provider, pending, identity)], isCertain: true };
  const isCertain = identity.chosen.length > 0 || identity.reachable.length === 1;
  const meant = identity.chosen.length > 0 ? identity.chosen : identity.reachable;
  const takenBy = await ownersOf(deps.database, deps.keyring, {
    connectionType: provider.connectionType,
    environment: provider.environment,
    tenantIds: meant.map(({ tenantId }) => tenantId),
    exceptCompanyId: pending.companyId,
  });
  const free = meant.filter(({ tenantId }) => !takenBy.has(tenantId));
  const [first] = meant;
  if (free.length === 0 && first) {
    const owner = takenBy.get(first.tenantId);
    const message = `${shownName(first.tenantName)} is already connected to ${shownName(owner ?? "")}.`;
    const nextStep = "Disconnect it there first, or choose another organisation.";
    throw new CountersignError("organisation_taken", message, { nextStep });
  }
  return { tenants: free, isCertain };
}

type ExpectedRow = StoredTenant &
  Pick<Connection, "connectionType" | "tenantName"> & { connectionId: string; companyName: string };

async function expectedTenant(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  { chosen, reachable }: Identity,
): Promise<Tenant> {
  const [expected] = await deps.database.query<ExpectedRow>(
    `SELECT c.id AS "connectionId", c."connectionType", c."tenantId", c."sealedTenantId", c."tenantName",
       o.name AS "companyName"
     FROM "Connection" c ${joinCompany('c."companyId"')} WHERE c.id = $1`,
    [pending.connectionId],
  );
  if (!expected) {
    const message = "The connection that this consent was for is gone.";
    throw new CountersignError("wrong_organisation", message, { nextStep: "Start again." });
  }
  const expectedId = tenantIdOf(deps.keyring, expected);
  const match = reachable.find(({ tenantId }) => tenantId === expectedId);
  if (match) return match;
  const consented = chosen.length > 0 ? chosen : reachable;
  // A demo company that was reset has its name back, and another id.
  const isNamesake = consented.some(({ tenantName }) => tenantName === expected.tenantName);
  const nameOf = ({ tenantId, tenantName }: Tenant) =>
    isNamesake ? `${shownName(tenantName)} (${endOfId(tenantId)})` : shownName(tenantName);
  const expectedName = nameOf({ tenantId: expectedId, tenantName: expected.tenantName });
  const message = `${shownName(expected.companyName)} is connected to ${expectedName}, but the consent at ${provider.displayName} was for ${consented.map(nameOf).join(", ")}.`;
  const nextStep = `Reconnect and choose ${expectedName}, or move the company to another organisation with a reason.`;
  const organisations = { expected: expectedName, consented: consented.map(nameOf) };
  throw new WrongOrganisationError(message, organisations, { nextStep });
}

/** Enough to tell two organisations apart. The audit log keeps the sentence, where a whole id would rest plain. */
const endOfId = (tenantId: string) => `id ends in ${tenantId.slice(-SHOWN_OF_ID)}`;

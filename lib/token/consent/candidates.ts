import { joinCompany } from "@/lib/companies/views";
import type { Connection, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { WrongOrganisationError } from "../errors";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { PendingConsent } from "./pending";

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
  const takenBy = await ownersOf(deps.database, provider, meant, pending.companyId);
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

async function expectedTenant(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  { chosen, reachable }: Identity,
): Promise<Tenant> {
  const [expected] = await deps.database.query<Tenant & { companyName: string }>(
    `SELECT c."tenantId", c."tenantName", o.name AS "companyName"
     FROM "Connection" c ${joinCompany('c."companyId"')} WHERE c.id = $1`,
    [pending.connectionId],
  );
  if (!expected) {
    const message = "The connection that this consent was for is gone.";
    throw new CountersignError("wrong_organisation", message, { nextStep: "Start again." });
  }
  const match = reachable.find(({ tenantId }) => tenantId === expected.tenantId);
  if (match) return match;
  const consented = chosen.length > 0 ? chosen : reachable;
  // A demo company that was reset has its name back, and another id.
  const isNamesake = consented.some(({ tenantName }) => tenantName === expected.tenantName);
  const nameOf = ({ tenantId, tenantName }: Tenant) =>
    isNamesake ? `${shownName(tenantName)} (${tenantId})` : shownName(tenantName);
  const message = `${shownName(expected.companyName)} is connected to ${nameOf(expected)}, but the consent at ${provider.displayName} was for ${consented.map(nameOf).join(", ")}.`;
  const nextStep = `Reconnect and choose ${nameOf(expected)}, or move the company to another organisation with a reason.`;
  const organisations = { expected: nameOf(expected), consented: consented.map(nameOf) };
  throw new WrongOrganisationError(message, organisations, { nextStep });
}

/** Which of these organisations already belong to another company, and to which. */
async function ownersOf(
  sql: Sql,
  provider: Provider,
  tenants: Tenant[],
  companyId: string,
): Promise<Map<string, string>> {
  const rows = await sql.query<Pick<Connection, "tenantId"> & { companyName: string }>(
    `SELECT c."tenantId", o.name AS "companyName"
     FROM "Connection" c ${joinCompany('c."companyId"')}
     WHERE c."connectionType" = $1 AND c.environment = $2 AND c."tenantId" = ANY($3)
       AND c."disconnectedAt" IS NULL AND c."companyId" <> $4`,
    [provider.connectionType, provider.environment, tenants.map(({ tenantId }) => tenantId), companyId],
  );
  return new Map(rows.map((row) => [row.tenantId, row.companyName]));
}

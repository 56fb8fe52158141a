import { companyExists, isArchived } from "@/lib/companies/views";
import { CountersignError, isCode } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { archivedError } from "../archived-error";
import type { TokenDeps } from "../deps";
import { ReconnectRequiredError } from "../errors";
import { findGrantOf, findServedConnection, type StoredGrant, tokenSetOf } from "../grants/grants";
import { ownersOf } from "../grants/organisations";
import type { TokenSet } from "../grants/token-set";
import { tenantIdOf } from "../keys/tenant-id";
import type { Identity, Provider, Tenant } from "../providers/provider";
import { requireProvider, requireProviderOf } from "../require-provider";
import { type ParsedTokenSet, parseAdoptable } from "./adoptable-token-set";

export interface AdoptionRequest {
  companyId: string;
  connectionType: string;
  /** Not trusted to be an `AdoptableTokenSet`. */
  tokenSet: unknown;
  userId: string;
}

/** What adopting a token set would do, every rule checked and the provider asked. */
export interface ReviewedAdoption {
  /** `unchanged`: the connection is there already, on this token set or a newer one. */
  effect: "connect" | "renew" | "unchanged";
  companyExists: boolean;
  provider: Provider;
  identity: Identity;
  tenant: Tenant;
  tokenSet: TokenSet;
  /** The live connection that it renews. */
  connectionId: string | null;
}

/**
 * Checks a token set of another system by a live call with its access token, changing nothing here and spending
 * nothing there.
 *
 * @throws {CountersignError} `invalid_input` naming the field, `reconnect_required`, `wrong_organisation`,
 *   `organisation_taken`, or a retryable failure of the provider.
 */
export async function reviewAdoption(deps: TokenDeps, request: AdoptionRequest): Promise<ReviewedAdoption> {
  const { companyId, connectionType } = request;
  const provider = requireProvider(deps.providers, connectionType);
  for (const field of ["companyId", "userId"] as const) {
    if (typeof request[field] === "string" && request[field].trim() !== "") continue;
    throw new CountersignError("invalid_input", `${field} is missing.`, { field });
  }
  const parsed = parseAdoptable(request.tokenSet, deps.clock.nowMs());
  if (await isArchived(deps.database, companyId)) throw archivedError();
  const scope = parsed.scope || provider.scope;
  const given = { ...parsed.tokenSet, scope };
  const identity = await identify(provider, given, parsed);
  const tenant = tenantOf(provider, identity, parsed.tenantId);
  const connection = await findServedConnection(deps.database, companyId, connectionType);
  const live = connection && !connection.disconnectedAt ? connection : undefined;
  if (live) requireProviderOf(deps.providers, live.grant);
  if (live && tenantIdOf(deps.keyring, live) !== tenant.tenantId) {
    const message = `This company is connected to ${shownName(live.tenantName)}, but the token set is for ${shownName(tenant.tenantName)}.`;
    const nextStep = "Disconnect it first if it is to move.";
    throw new CountersignError("wrong_organisation", message, {
      field: "tenantId",
      unchanged: true,
      nextStep,
    });
  }
  await requireFree(deps, provider, tenant, companyId);
  const { environment } = provider;
  const owned = { connectionType, environment, subject: identity.subject };
  const own = await findGrantOf(deps.database, deps.keyring, owned);
  const isSame = own !== undefined && tokenSetOf(deps.keyring, own).accessToken === given.accessToken;
  const tokenSet = isSame ? { ...given, accessExpiresAtMs: own.accessExpiresAt.getTime() } : given;
  const isNewer = isNewerThan(own, tokenSet);
  if (own && !isNewer && own.state !== "active") throw endedAlready(provider);
  const serving = live?.grant.state === "active" ? live.grant : undefined;
  const changes = !serving || (isNewer && isNewerThan(serving, tokenSet));
  return {
    effect: changes ? (live ? "renew" : "connect") : "unchanged",
    companyExists: live !== undefined || (await companyExists(deps.database, companyId)),
    provider,
    identity,
    tenant,
    tokenSet,
    connectionId: live?.connectionId ?? null,
  };
}

/** Access tokens of one provider live equally long, so the one that ends later was given later. */
function isNewerThan(grant: StoredGrant | undefined, tokenSet: TokenSet): boolean {
  return !grant || tokenSet.accessExpiresAtMs > grant.accessExpiresAt.getTime();
}

async function identify(
  provider: Provider,
  tokenSet: TokenSet,
  { tenantId }: ParsedTokenSet,
): Promise<Identity> {
  try {
    return await provider.identify(tokenSet, provider.callbackParamsFor(tenantId));
  } catch (error) {
    if (!isCode(error, "reconnect_required")) throw error;
    const message = `${provider.displayName} does not accept this access token for this organisation: it has ended or is for another one.`;
    const nextStep =
      "Refresh it once in the old system and hand over the new token set, or connect the company again.";
    const { providerRef, providerStatus } = error;
    throw new ReconnectRequiredError(message, { cause: error, providerRef, providerStatus, nextStep });
  }
}

function tenantOf(provider: Provider, { reachable }: Identity, tenantId: string): Tenant {
  const tenant = reachable.find((candidate) => candidate.tenantId === tenantId);
  if (tenant) return tenant;
  const names = reachable.map(({ tenantName }) => tenantName).join(", ") || "none";
  const message = `This token set does not reach this organisation at ${provider.displayName}. It reaches: ${names}.`;
  throw new CountersignError("wrong_organisation", message, { field: "tenantId" });
}

async function requireFree(
  { database, keyring }: TokenDeps,
  { connectionType, environment }: Provider,
  { tenantId, tenantName }: Tenant,
  exceptCompanyId: string,
): Promise<void> {
  const wanted = { connectionType, environment, tenantIds: [tenantId], exceptCompanyId };
  const owner = (await ownersOf(database, keyring, wanted)).get(tenantId);
  if (owner === undefined) return;
  const message = `${shownName(tenantName)} is already connected to ${shownName(owner)}.`;
  const nextStep = "Disconnect it there first.";
  throw new CountersignError("organisation_taken", message, { field: "tenantId", unchanged: true, nextStep });
}

function endedAlready(provider: Provider): ReconnectRequiredError {
  const nextStep = `The company must connect to ${provider.displayName} again.`;
  return new ReconnectRequiredError("This token set was with us before and has ended.", { nextStep });
}

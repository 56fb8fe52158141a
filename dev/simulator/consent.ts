import { randomUUID } from "node:crypto";
import type { AuthorizeRequest } from "./authorize-request";
import type { AuthorizationCode } from "./model";
import type { Simulation } from "./simulation";
import { recordIssued } from "./token-endpoint";
import { opaque } from "./tokens";
import { hasRealm } from "./world";

/** The person's choice can't be granted; the message is fit for the consent page. */
export class ConsentRefused extends Error {
  override readonly name = "ConsentRefused";
}

/** Where the browser goes after *Cancel*, or with another error of the authorization endpoint's. */
export function denied(request: AuthorizeRequest, error = "access_denied"): string {
  return callbackUrl(request, { error, state: request.state });
}

/**
 * Where the browser goes after *Allow* on QuickBooks' page.
 *
 * @throws {ConsentRefused} The user is no admin, or not of this company.
 */
export function allowIntuit(
  sim: Simulation,
  request: AuthorizeRequest,
  choice: { userId: string; realmId: string },
): string {
  const user = sim.world.requireIntuitUser(choice.userId);
  if (!user.admin) throw new ConsentRefused(`${user.name} is no admin: only a QuickBooks admin can connect`);
  const known = sim.world.intuitCompanies.has(choice.realmId);
  if (!known || !hasRealm(user, choice.realmId))
    throw new ConsentRefused(`${user.name} has no company with the realmId "${choice.realmId}"`);
  const value = `AB11${sim.clock.nowMs()}${opaque(27)}`;
  const code = issueCode(sim, request, { value, userId: choice.userId, realmId: choice.realmId });
  return callbackUrl(request, { code, state: request.state, realmId: choice.realmId });
}

/**
 * Where the browser goes after *Allow* on Xero's page. The chosen organisations are connected from here on,
 * whether or not the code is ever exchanged.
 *
 * @throws {ConsentRefused} Nothing chosen, an organisation of others, or the app's tier is full.
 */
export function allowXero(
  sim: Simulation,
  request: AuthorizeRequest,
  choice: { xeroUserId: string; tenantIds: string[] },
): string {
  const user = sim.world.requireXeroUser(choice.xeroUserId);
  const own = sim.world.organisationsOf(choice.xeroUserId).map(({ tenantId }) => tenantId);
  if (choice.tenantIds.length === 0) throw new ConsentRefused("Choose at least one organisation");
  const foreign = choice.tenantIds.find((tenantId) => !own.includes(tenantId));
  if (foreign !== undefined) throw new ConsentRefused(`${user.name} has no organisation "${foreign}"`);
  const { maxConnections } = sim.knobs.xero;
  if (connectedAfter(sim, choice.tenantIds) > maxConnections) {
    throw new ConsentRefused(`This app may be connected to ${maxConnections} organisations at most`);
  }
  const authEventId = randomUUID();
  const nowMs = sim.clock.nowMs();
  sim.world.connectXero(request.clientId, choice.xeroUserId, choice.tenantIds, {
    authEventId,
    keepsEarlier: sim.knobs.xero.keepAuthEventId,
    nowMs,
  });
  const code = issueCode(sim, request, { value: opaque(32), userId: choice.xeroUserId, authEventId });
  const scope = request.scopes.join(" ");
  return callbackUrl(request, {
    code,
    scope,
    state: request.state,
    session_state: `${opaque(32)}.${opaque(16)}`,
  });
}

/** Organisations our app would be connected to; an upper bound while that is far from any limit. */
function connectedAfter(sim: Simulation, tenantIds: string[]): number {
  const { xeroConnections } = sim.world;
  const atMost = xeroConnections.size + tenantIds.length;
  if (atMost <= sim.knobs.xero.maxConnections) return atMost;
  return new Set([...[...xeroConnections.values()].map(({ tenantId }) => tenantId), ...tenantIds]).size;
}

function issueCode(
  sim: Simulation,
  request: AuthorizeRequest,
  subject: Pick<AuthorizationCode, "value" | "userId" | "realmId" | "authEventId">,
): string {
  const { provider, clientId, redirectUri, scopes, nonce, codeChallenge } = request;
  const ttlSeconds = sim.knobs[provider === "qbo" ? "intuit" : "xero"].codeTtlSeconds;
  const expiresAtMs = sim.clock.nowMs() + ttlSeconds * 1000;
  const asked = { provider, clientId, redirectUri, scopes, nonce, codeChallenge };
  sim.grants.codes.set(subject.value, { ...asked, ...subject, expiresAtMs });
  return recordIssued(sim, { provider, kind: "code", grantId: null, value: subject.value });
}

function callbackUrl(request: AuthorizeRequest, parameters: Record<string, string | null>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return url.href;
}

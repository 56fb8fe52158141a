import { createHash, randomUUID } from "node:crypto";
import { type Answer, type Call, form, json } from "../http";
import type { AuthorizationCode, Grant, RefreshValue } from "../model";
import { grantCounters, type Simulation } from "../simulation";
import {
  authenticates,
  countRefresh,
  presentedRefresh,
  recordIssued,
  redeemableCode,
} from "../token-endpoint";
import { accessTokenHash, opaque } from "../tokens";

export function xeroToken(sim: Simulation, call: Call): Answer {
  if (!authenticates(sim, "xero", call)) return badClient(sim);
  const fields = form(call);
  switch (fields.get("grant_type")) {
    case "authorization_code":
      return exchangeCode(sim, fields);
    case "refresh_token":
      return refresh(sim, fields);
    default:
      return json(400, { error: "unsupported_grant_type" });
  }
}

/** Takes the refresh token in a form body; removes every connection of its user. @see RFC 7009 §2.2 */
export function xeroRevoke(sim: Simulation, call: Call): Answer {
  if (!authenticates(sim, "xero", call)) return badClient(sim);
  const refreshValue = sim.grants.refreshValues.get(form(call).get("token") ?? "");
  const grant = refreshValue && sim.grants.grants.get(refreshValue.grantId);
  if (grant?.provider === "xero" && grant.endedAtMs === undefined) revokeXeroGrant(sim, grant);
  return { status: 200, headers: {}, body: "" };
}

export function revokeXeroGrant(sim: Simulation, grant: Grant): void {
  sim.grants.end(grant, "revoked", sim.clock.nowMs());
  for (const { id } of sim.world.connectionsOf(grant.userId, grant.clientId)) {
    sim.world.removeXeroConnection(id);
  }
}

export function badClient(sim: Simulation): Answer {
  return json(sim.knobs.xero.badClientStatus, { error: "invalid_client" });
}

function exchangeCode(sim: Simulation, fields: URLSearchParams): Answer {
  const nowMs = sim.clock.nowMs();
  const redemption = redeemableCode(sim, "xero", fields, sim.knobs.xero.verifyPkce);
  if (redemption === undefined) return json(400, { error: "invalid_grant" });
  const { code, reusedGrant } = redemption;
  if (reusedGrant) {
    if (sim.knobs.xero.killTokensOnCodeReuse) sim.grants.end(reusedGrant, "code-reused", nowMs);
    return json(400, { error: "invalid_grant" });
  }
  const grant = sim.grants.open({
    provider: "xero",
    clientId: code.clientId,
    userId: code.userId,
    authEventId: code.authEventId,
    scopes: code.scopes,
    consentedAtMs: nowMs,
  });
  code.grantId = grant.id;
  for (const earlier of sim.grants.siblings(grant)) sim.grants.end(earlier, "superseded", nowMs);
  const refreshValue = grant.scopes.includes("offline_access") ? newRefreshValue(sim, grant) : undefined;
  return json(200, tokenBody(sim, grant, refreshValue, code));
}

function refresh(sim: Simulation, fields: URLSearchParams): Answer {
  const nowMs = sim.clock.nowMs();
  const { oldRefreshGraceSeconds, graceRetry } = sim.knobs.xero;
  const presented = presentedRefresh(sim, "xero", fields);
  if (presented === undefined) return json(400, { error: "invalid_grant" });
  const { grant, refresh: spent } = presented;
  if (spent.spentAtMs !== undefined) {
    if (nowMs - spent.spentAtMs >= oldRefreshGraceSeconds * 1000) {
      grantCounters(sim, grant).invalidGrants += 1;
      return json(400, { error: "invalid_grant" });
    }
    if (graceRetry === "same" && spent.answer) {
      countRefresh(sim, grant);
      return json(200, spent.answer);
    }
  }
  const current = sim.grants.refreshValues.get(grant.currentRefresh ?? "");
  if (current) current.spentAtMs ??= nowMs;
  const body = tokenBody(sim, grant, newRefreshValue(sim, grant));
  // Only a provider that repeats its answer needs to remember it.
  if (graceRetry === "same") spent.answer = body;
  countRefresh(sim, grant);
  return json(200, body);
}

function newRefreshValue(sim: Simulation, grant: Grant): RefreshValue {
  const nowMs = sim.clock.nowMs();
  const value = opaque(32);
  const expiresAtMs = nowMs + sim.knobs.xero.refreshTtlSeconds * 1000;
  const refreshValue = { value, grantId: grant.id, issuedAtMs: nowMs, expiresAtMs };
  sim.grants.addRefreshValue(refreshValue, grant);
  recordIssued(sim, { provider: "xero", kind: "refresh", grantId: grant.id, value });
  return refreshValue;
}

function tokenBody(sim: Simulation, grant: Grant, refreshValue?: RefreshValue, code?: AuthorizationCode) {
  const nowMs = sim.clock.nowMs();
  const expiresIn = sim.knobs.xero.accessTtlSeconds;
  const shared = sharedClaims(sim, grant, nowMs);
  const accessClaims = {
    ...shared,
    exp: shared.nbf + expiresIn,
    aud: `${sim.url}/xero/resources`,
    client_id: grant.clientId,
    authentication_event_id: grant.authEventId,
    jti: opaque(16),
    scope: grant.scopes,
    amr: ["pwd"],
  };
  const access = sim.signer.sign(accessClaims, sim.knobs.signTokens);
  const expiresAtMs = nowMs + expiresIn * 1000;
  sim.grants.addAccessToken({ value: access, grantId: grant.id, expiresAtMs }, nowMs);
  recordIssued(sim, { provider: "xero", kind: "access", grantId: grant.id, value: access });
  return {
    ...(grant.scopes.includes("openid") && { id_token: idToken(sim, grant, shared, access, code?.nonce) }),
    access_token: access,
    expires_in: expiresIn,
    token_type: "Bearer",
    ...(refreshValue && { refresh_token: refreshValue.value }),
    scope: grant.scopes.join(" "),
  };
}

function sharedClaims(sim: Simulation, grant: Grant, nowMs: number) {
  return {
    nbf: Math.floor(nowMs / 1000 + sim.knobs.xero.clockAheadSeconds),
    iss: `${sim.url}/xero`,
    sub: xeroSubject(grant.userId),
    auth_time: Math.floor(grant.consentedAtMs / 1000),
    idp: "local",
    xero_userid: grant.userId,
    global_session_id: grant.authEventId?.replaceAll("-", ""),
  };
}

function idToken(
  sim: Simulation,
  grant: Grant,
  shared: ReturnType<typeof sharedClaims>,
  accessToken: string,
  nonce: string | undefined,
): string {
  const claims = {
    ...shared,
    exp: shared.nbf + 300,
    aud: grant.clientId,
    iat: shared.nbf,
    at_hash: accessTokenHash(accessToken),
    sid: randomUUID().replaceAll("-", ""),
    ...xeroIdentity(sim, grant),
    amr: ["pwd"],
    ...(nonce !== undefined && { nonce }),
  };
  const value = sim.signer.sign(claims, sim.knobs.signTokens);
  return recordIssued(sim, { provider: "xero", kind: "id", grantId: grant.id, value });
}

/** The name and address a user's scopes let us have. */
export function xeroIdentity(sim: Simulation, grant: Grant): Record<string, string | undefined> {
  const user = sim.world.requireXeroUser(grant.userId);
  const [givenName, ...rest] = user.name.split(" ");
  return {
    ...(grant.scopes.includes("email") && { email: user.email }),
    ...(grant.scopes.includes("profile") && {
      preferred_username: user.email,
      given_name: givenName,
      family_name: rest.join(" "),
      name: user.name,
    }),
  };
}

export function xeroSubject(xeroUserId: string): string {
  return createHash("sha256").update(xeroUserId).digest("hex").slice(0, 32);
}

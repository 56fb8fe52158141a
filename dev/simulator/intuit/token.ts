import { randomBytes } from "node:crypto";
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
import { opaque } from "../tokens";

export function intuitToken(sim: Simulation, call: Call): Answer {
  if (!authenticates(sim, "qbo", call)) return json(401, { error: "invalid_client" });
  const fields = form(call);
  switch (fields.get("grant_type")) {
    case "authorization_code":
      return exchangeCode(sim, call, fields);
    case "refresh_token":
      return refresh(sim, call, fields);
    case null:
      return json(400, { error: "invalid_request", error_description: "grant_type is missing" });
    default:
      return json(400, { error: "unsupported_grant_type" });
  }
}

/** Takes either of a grant's tokens in a JSON body; ends the whole grant. */
export function intuitRevoke(sim: Simulation, call: Call): Answer {
  if (!authenticates(sim, "qbo", call)) return json(401, { error: "invalid_client" });
  const grant = sim.grants.grantOfToken(tokenInBody(call.body) ?? "");
  if (grant?.provider !== "qbo" || grant.endedAtMs !== undefined) {
    return json(400, { error: "invalid_request", error_description: "Token invalid" });
  }
  sim.grants.end(grant, "revoked", sim.clock.nowMs());
  return { status: 200, headers: {}, body: "" };
}

export function tokenInBody(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const token = typeof parsed === "object" && parsed !== null && "token" in parsed ? parsed.token : null;
    return typeof token === "string" ? token : undefined;
  } catch {
    // A form body, which the other provider takes: it names no token here.
    return undefined;
  }
}

function exchangeCode(sim: Simulation, call: Call, fields: URLSearchParams): Answer {
  const nowMs = sim.clock.nowMs();
  const redemption = redeemableCode(sim, "qbo", fields, sim.knobs.intuit.verifyPkce);
  if (redemption === undefined) return json(400, { error: "invalid_grant" });
  const { code, reusedGrant } = redemption;
  if (reusedGrant) {
    if (sim.knobs.intuit.killTokensOnCodeReuse) sim.grants.end(reusedGrant, "code-reused", nowMs);
    return json(400, { error: "invalid_grant" });
  }
  const grant = sim.grants.open({
    provider: "qbo",
    clientId: code.clientId,
    userId: code.userId,
    realmId: code.realmId,
    scopes: code.scopes,
    consentedAtMs: nowMs,
    hardExpiresAtMs: nowMs + sim.knobs.intuit.hardTtlSeconds * 1000,
  });
  code.grantId = grant.id;
  if (sim.knobs.intuit.supersedeOnConsent) {
    for (const earlier of sim.grants.siblings(grant)) sim.grants.end(earlier, "superseded", nowMs);
  }
  const value = newRefreshValue(sim, grant);
  return json(200, { ...tokenBody(sim, call, grant, value), ...idToken(sim, grant, code) });
}

function refresh(sim: Simulation, call: Call, fields: URLSearchParams): Answer {
  const nowMs = sim.clock.nowMs();
  const { rotateAfterSeconds, oldRefreshGraceSeconds, revokeFamilyOnConcurrentUse } = sim.knobs.intuit;
  const presented = presentedRefresh(sim, "qbo", fields);
  if (presented === undefined) return tokenInvalid();
  const { grant } = presented;
  if (call.overlapsRefresh) {
    if (revokeFamilyOnConcurrentUse) sim.grants.end(grant, "concurrent-use", nowMs);
    return tokenInvalid(sim, grant);
  }
  const { spentAtMs } = presented.refresh;
  if (spentAtMs !== undefined && nowMs - spentAtMs >= oldRefreshGraceSeconds * 1000) {
    return tokenInvalid(sim, grant);
  }
  let current = sim.grants.refreshValues.get(grant.currentRefresh ?? "") ?? presented.refresh;
  if (nowMs - current.issuedAtMs >= rotateAfterSeconds * 1000) {
    current.spentAtMs = nowMs;
    current = newRefreshValue(sim, grant);
  }
  countRefresh(sim, grant);
  return json(200, tokenBody(sim, call, grant, current));
}

function tokenInvalid(sim?: Simulation, grant?: Grant): Answer {
  if (sim && grant) grantCounters(sim, grant).invalidGrants += 1;
  return json(400, { error_description: "Token invalid", error: "invalid_grant" });
}

function newRefreshValue(sim: Simulation, grant: Grant): RefreshValue {
  const nowMs = sim.clock.nowMs();
  const value = `RT1-${10 + (randomBytes(1).readUInt8() % 90)}-H0-${Math.floor(nowMs / 1000)}${opaque(15)}`;
  const expiresAtMs = nowMs + sim.knobs.intuit.refreshTtlSeconds * 1000;
  const refreshValue = { value, grantId: grant.id, issuedAtMs: nowMs, expiresAtMs };
  sim.grants.addRefreshValue(refreshValue, grant);
  recordIssued(sim, { provider: "qbo", kind: "refresh", grantId: grant.id, value });
  return refreshValue;
}

function tokenBody(sim: Simulation, call: Call, grant: Grant, refreshValue: RefreshValue) {
  const nowMs = sim.clock.nowMs();
  const nowSeconds = Math.floor(nowMs / 1000);
  const hardExpiresAtMs = grant.hardExpiresAtMs ?? Infinity;
  const expiresIn = sim.knobs.intuit.accessTtlSeconds;
  const claims = {
    iss: `${sim.url}/intuit`,
    aud: [grant.clientId],
    sub: grant.userId,
    realmid: grant.realmId,
    scope: grant.scopes,
    iat: nowSeconds,
    exp: nowSeconds + expiresIn,
    jti: opaque(16),
  };
  const value = sim.signer.sign(claims, sim.knobs.signTokens);
  sim.grants.addAccessToken({ value, grantId: grant.id, expiresAtMs: nowMs + expiresIn * 1000 }, nowMs);
  recordIssued(sim, { provider: "qbo", kind: "access", grantId: grant.id, value });
  const asksForHard = call.headers["x-include-refresh-token-hard-expires-in"] === "true";
  return {
    access_token: value,
    token_type: "bearer",
    expires_in: expiresIn,
    refresh_token: refreshValue.value,
    x_refresh_token_expires_in: Math.floor(
      (Math.min(refreshValue.expiresAtMs, hardExpiresAtMs) - nowMs) / 1000,
    ),
    ...(asksForHard && { x_refresh_token_hard_expires_in: Math.floor((hardExpiresAtMs - nowMs) / 1000) }),
  };
}

function idToken(sim: Simulation, grant: Grant, code: AuthorizationCode): { id_token?: string } {
  if (!grant.scopes.includes("openid")) return {};
  const nowSeconds = Math.floor(sim.clock.nowMs() / 1000);
  const claims = {
    sub: grant.userId,
    aud: [grant.clientId],
    realmid: grant.realmId,
    auth_time: nowSeconds,
    iss: `${sim.url}/intuit`,
    exp: nowSeconds + sim.knobs.intuit.accessTtlSeconds,
    iat: nowSeconds,
    ...(code.nonce !== undefined && { nonce: code.nonce }),
  };
  const value = sim.signer.sign(claims, sim.knobs.signTokens);
  return { id_token: recordIssued(sim, { provider: "qbo", kind: "id", grantId: grant.id, value }) };
}

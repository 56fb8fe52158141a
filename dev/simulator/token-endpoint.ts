import { timingSafeEqual } from "node:crypto";
import { basicCredentials, type Call } from "./http";
import type { AuthorizationCode, Grant, IssuedToken, Provider, RefreshValue } from "./model";
import { grantCounters, type Simulation } from "./simulation";
import { answersChallenge } from "./tokens";

/** Whether the caller proved to be our registered app, by HTTP Basic. */
export function authenticates(sim: Simulation, provider: Provider, call: Call): boolean {
  const app = sim.world.apps[provider];
  const known = basicCredentials(call).some(
    ({ id, secret }) => id === app.clientId && equal(secret, app.clientSecret),
  );
  if (!known) sim.counters.of(provider).invalidClients += 1;
  return known;
}

interface Redemption {
  code: AuthorizationCode;
  /** The code was exchanged before; the grant it gave then. */
  reusedGrant?: Grant;
}

/** A code this request may exchange, or has already; undefined when it is worth nothing. */
export function redeemableCode(
  sim: Simulation,
  provider: Provider,
  form: URLSearchParams,
  verifyPkce: boolean,
): Redemption | undefined {
  const code = sim.grants.codes.get(form.get("code") ?? "");
  if (code === undefined || code.provider !== provider) return undefined;
  if (code.redirectUri !== form.get("redirect_uri")) return undefined;
  if (code.grantId !== undefined) return { code, reusedGrant: sim.grants.grants.get(code.grantId) };
  if (code.expiresAtMs <= sim.clock.nowMs()) return undefined;
  const challenge = verifyPkce ? code.codeChallenge : undefined;
  if (challenge !== undefined && !answersChallenge(form.get("code_verifier"), challenge)) return undefined;
  return { code };
}

interface PresentedRefresh {
  grant: Grant;
  refresh: RefreshValue;
}

/** The grant a refresh value speaks for, if the value hasn't expired and the grant hasn't ended. */
export function presentedRefresh(
  sim: Simulation,
  provider: Provider,
  form: URLSearchParams,
): PresentedRefresh | undefined {
  const refresh = sim.grants.refreshValues.get(form.get("refresh_token") ?? "");
  const grant = refresh && sim.grants.grants.get(refresh.grantId);
  if (refresh === undefined || grant?.provider !== provider) {
    sim.counters.of(provider).unknownValueUses += 1;
    return undefined;
  }
  if (refresh.spentAtMs !== undefined) {
    sim.counters.of(provider).spentValueUses += 1;
    grantCounters(sim, grant).spentValueUses += 1;
  }
  const nowMs = sim.clock.nowMs();
  const expired = refresh.expiresAtMs <= nowMs || (grant.hardExpiresAtMs ?? Infinity) <= nowMs;
  if (!expired && grant.endedAtMs === undefined) return { grant, refresh };
  grantCounters(sim, grant).invalidGrants += 1;
  return undefined;
}

export function countRefresh(sim: Simulation, grant: Grant): void {
  sim.counters.of(grant.provider).refreshes += 1;
  grantCounters(sim, grant).refreshes += 1;
}

export function recordIssued(sim: Simulation, token: IssuedToken): string {
  if (sim.knobs.recordIssuedTokens) sim.grants.issued.push(token);
  return token.value;
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

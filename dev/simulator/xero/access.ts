import { type Answer, bearerToken, type Call } from "../http";
import type { Grant } from "../model";
import type { Simulation } from "../simulation";
import { badToken, tokenExpired } from "./problems";

/** The grant behind the request's access token, or the 401 it earns. */
export function xeroAccess(sim: Simulation, call: Call): { grant: Grant } | { refusal: Answer } {
  const value = bearerToken(call) ?? "";
  const access = sim.grants.accessTokens.get(value);
  if (access === undefined) return { refusal: forgottenToken(sim, value) };
  const grant = sim.grants.grants.get(access.grantId);
  if (grant?.provider !== "xero") return { refusal: badToken(sim) };
  if (access.expiresAtMs <= sim.clock.nowMs()) return { refusal: tokenExpired(sim, access.expiresAtMs) };
  const killed = grant.endedBy === "revoked" && sim.knobs.xero.revokeKillsAccessTokens;
  return killed || grant.endedBy === "code-reused" ? { refusal: badToken(sim) } : { grant };
}

/** Expired tokens are dropped from memory; their own claims still say when they ran out. */
function forgottenToken(sim: Simulation, value: string): Answer {
  const expSeconds = Number(sim.signer.verified(value)?.exp);
  const expired = expSeconds * 1000 <= sim.clock.nowMs();
  return expired ? tokenExpired(sim, expSeconds * 1000) : badToken(sim);
}

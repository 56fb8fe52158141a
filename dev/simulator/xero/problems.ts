import { randomUUID } from "node:crypto";
import { type Answer, json } from "../http";
import type { Simulation } from "../simulation";

/** Xero's problem body; one knob writes its keys in lower case, which also occurs. */
function problem(
  sim: Simulation,
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): Answer {
  const body = {
    Type: null,
    Title: title,
    Status: status,
    Detail: detail,
    Instance: randomUUID(),
    Extensions: {},
  };
  const entries = Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]);
  return json(status, sim.knobs.xero.lowerCaseProblemKeys ? Object.fromEntries(entries) : body, headers);
}

export function tokenExpired(sim: Simulation, expiredAtMs: number): Answer {
  const iso = new Date(expiredAtMs).toISOString();
  const date = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
  return problem(sim, 401, "Unauthorized", `TokenExpired: token expired at ${date}`);
}

export function badToken(sim: Simulation): Answer {
  const headers = { "www-authenticate": "Bearer error=invalid_token" };
  return problem(sim, 401, "Unauthorized", "AuthenticationUnsuccessful", headers);
}

export function scopeMissing(sim: Simulation): Answer {
  return problem(sim, 401, "Unauthorized", "AuthorizationUnsuccessful");
}

export function organisationNotAuthorised(sim: Simulation): Answer {
  return problem(sim, 403, "Forbidden", "AuthenticationUnsuccessful");
}

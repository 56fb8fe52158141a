import type { FaultEffect } from "./faults";
import { type Answer, html, json } from "./http";
import { authenticationFailed, authorizationFailed, serviceFault, throttled } from "./intuit/faults";
import type { Route } from "./routes";
import type { Simulation } from "./simulation";
import { organisationNotAuthorised } from "./xero/problems";
import { badClient } from "./xero/token";

const GATEWAY_PAGE =
  "<!doctype html><html><head><title>We'll be right back</title></head><body>Sorry</body></html>";

/** The answer of a fault that refuses the request, in the provider's own shape. */
export function refusalOf(sim: Simulation, route: Route, effect: FaultEffect): Answer | undefined {
  switch (effect.kind) {
    case "html":
      return html(200, GATEWAY_PAGE);
    case "answer":
      return { status: effect.status, headers: effect.headers, body: effect.body };
    case "invalidGrant":
      return json(400, { error: "invalid_grant" });
    case "invalidClient":
      return route.provider === "xero" ? badClient(sim) : json(401, { error: "invalid_client" });
    case "status": {
      const answer = statusAnswer(sim, route, effect.status);
      const retryAfter =
        effect.retryAfterSeconds ?? (route.provider === "xero" && effect.status === 429 ? 60 : null);
      if (retryAfter !== null) answer.headers["retry-after"] = String(retryAfter);
      return effect.body === undefined ? answer : { ...answer, body: effect.body };
    }
    default:
      return undefined;
  }
}

function statusAnswer(sim: Simulation, route: Route, status: number): Answer {
  const nowMs = sim.clock.nowMs();
  if (route.provider === "xero" && status === 429) {
    const headers = { "x-rate-limit-problem": "minute", "x-minlimit-remaining": "0" };
    return { status, headers, body: "" };
  }
  const isApi = route.endpoint === "api" || route.endpoint === "connections";
  if (isApi && route.provider === "qbo") {
    if (status === 401) return authenticationFailed(nowMs);
    if (status === 403) return authorizationFailed(nowMs);
    if (status === 429) return throttled(nowMs);
    const Message = "An application error has occurred while processing your request";
    const error = { Message, Detail: "System Failure Error", code: "10000" };
    return serviceFault(status, error, "SystemFault", nowMs);
  }
  if (isApi && status === 403) return organisationNotAuthorised(sim);
  return html(status, GATEWAY_PAGE);
}

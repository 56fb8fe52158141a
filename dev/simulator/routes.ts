import type { EndpointKind } from "./faults";
import { type Answer, bearerToken, type Call, form, json } from "./http";
import { intuitUserInfo, quickBooksApi } from "./intuit/api";
import { intuitAuthorize } from "./intuit/authorize";
import { intuitDiscovery } from "./intuit/discovery";
import { intuitRevoke, intuitToken, tokenInBody } from "./intuit/token";
import type { Grant, Provider } from "./model";
import type { Simulation } from "./simulation";
import { xeroApi } from "./xero/api";
import { xeroAuthorize } from "./xero/authorize";
import { deleteConnection, listConnections, xeroUserInfo } from "./xero/connections";
import { xeroDiscovery } from "./xero/discovery";
import { xeroRevoke, xeroToken } from "./xero/token";

/** One endpoint of a provider, and which organisation the request is about. */
export interface Route {
  provider: Provider;
  endpoint: EndpointKind;
  methods: string[];
  tenantId?: string;
  handle: (sim: Simulation, call: Call) => Answer;
}

type Endpoint = Omit<Route, "provider">;

const GET = ["GET"];
const POST = ["POST"];

const intuitEndpoints: Record<string, Endpoint> = {
  "/connect/oauth2": { endpoint: "authorize", methods: ["GET", "POST"], handle: intuitAuthorize },
  "/oauth2/v1/tokens/bearer": { endpoint: "token", methods: POST, handle: intuitToken },
  "/oauth2/v2/tokens/bearer": { endpoint: "token", methods: POST, handle: moved("qbo", intuitToken) },
  "/v2/oauth2/tokens/revoke": { endpoint: "revoke", methods: POST, handle: intuitRevoke },
  "/v1/openid_connect/userinfo": { endpoint: "userinfo", methods: GET, handle: intuitUserInfo },
  "/op/v1/jwks": { endpoint: "keys", methods: GET, handle: keys },
  "/.well-known/openid_configuration": { endpoint: "discovery", methods: GET, handle: intuitDocument },
  "/.well-known/openid_sandbox_configuration": {
    endpoint: "discovery",
    methods: GET,
    handle: intuitDocument,
  },
};

const xeroEndpoints: Record<string, Endpoint> = {
  "/identity/connect/authorize": { endpoint: "authorize", methods: ["GET", "POST"], handle: xeroAuthorize },
  "/connect/token": { endpoint: "token", methods: POST, handle: xeroToken },
  "/connect/v2/token": { endpoint: "token", methods: POST, handle: moved("xero", xeroToken) },
  "/connect/revocation": { endpoint: "revoke", methods: POST, handle: xeroRevoke },
  "/connect/userinfo": { endpoint: "userinfo", methods: GET, handle: xeroUserInfo },
  "/.well-known/openid-configuration/jwks": { endpoint: "keys", methods: GET, handle: keys },
  "/.well-known/openid-configuration": { endpoint: "discovery", methods: GET, handle: xeroDocument },
  "/connections": { endpoint: "connections", methods: GET, handle: listConnections },
};

/** The token endpoint at the address that the discovery document may name instead, counted. */
function moved(provider: Provider, handle: Route["handle"]): Route["handle"] {
  return (sim, call) => {
    sim.counters.of(provider).movedTokenRequests += 1;
    return handle(sim, call);
  };
}

export function findRoute(call: Call): Route | undefined {
  const [, provider, rest] = /^\/(intuit|xero)(\/.*)$/.exec(call.path) ?? [];
  if (rest === undefined) return undefined;
  if (provider === "xero") {
    const found = xeroEndpoints[rest] ?? xeroResource(call, rest);
    return found && { provider: "xero", ...found };
  }
  const found = intuitEndpoints[rest] ?? quickBooksResource(rest);
  return found && { provider: "qbo", ...found };
}

/** The grant a request speaks for, found by whatever token it carries. */
export function grantOfRequest(sim: Simulation, route: Route, call: Call): Grant | undefined {
  const fields = form(call);
  if (route.endpoint === "token") {
    const refresh = sim.grants.refreshValues.get(fields.get("refresh_token") ?? "");
    return refresh && sim.grants.grants.get(refresh.grantId);
  }
  const token =
    route.endpoint === "revoke" ? (tokenInBody(call.body) ?? fields.get("token")) : bearerToken(call);
  return sim.grants.grantOfToken(token ?? "");
}

/** The organisation a request is about: by its address, its grant, or the consent behind its code. */
export function tenantOfRequest(
  sim: Simulation,
  route: Route,
  call: Call,
  grant?: Grant,
): string | undefined {
  const code = route.endpoint === "token" ? sim.grants.codes.get(form(call).get("code") ?? "") : undefined;
  return route.tenantId ?? grant?.realmId ?? code?.realmId;
}

function quickBooksResource(path: string): Endpoint | undefined {
  const [, realmId, resource] = /^\/v3\/company\/(\d+)\/(.+)$/.exec(path) ?? [];
  if (realmId === undefined || resource === undefined) return undefined;
  const handle = (sim: Simulation, call: Call) => quickBooksApi(sim, call, realmId, resource);
  return { endpoint: "api", methods: GET, tenantId: realmId, handle };
}

function xeroResource(call: Call, path: string): Endpoint | undefined {
  const connectionId = /^\/connections\/([^/]+)$/.exec(path)?.[1];
  if (connectionId !== undefined) {
    const handle = (sim: Simulation, request: Call) => deleteConnection(sim, request, connectionId);
    return { endpoint: "connections", methods: ["DELETE"], handle };
  }
  const resource = /^\/api\.xro\/2\.0\/([A-Za-z]+)$/.exec(path)?.[1];
  if (resource === undefined) return undefined;
  const tenantId = String(call.headers["xero-tenant-id"] ?? "").toLowerCase();
  const handle = (sim: Simulation, request: Call) => xeroApi(sim, request, resource);
  return { endpoint: "api", methods: GET, tenantId, handle };
}

function keys(sim: Simulation): Answer {
  return json(200, sim.signer.jwks);
}

function intuitDocument(sim: Simulation): Answer {
  return json(200, { ...intuitDiscovery(sim.url), ...sim.knobs.intuit.document });
}

function xeroDocument(sim: Simulation): Answer {
  return json(200, { ...xeroDiscovery(sim.url), ...sim.knobs.xero.document });
}

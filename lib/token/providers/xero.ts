import type { XeroClient } from "xero-node";
import { z } from "zod";
import type { CountersignError } from "@/lib/errors";
import { foreignName } from "@/lib/foreign-text";
import { OrganisationUnavailableError, ProviderUnavailableError, ReconnectRequiredError } from "../errors";
import type { TokenSet } from "../grants/token-set";
import type { ApiCalls } from "./api-tracking/api-calls";
import { trackXeroClient } from "./api-tracking/xero-node";
import { configuredFacts } from "./configured-facts";
import { problemCode } from "./error-code";
import { namedError } from "./error-table";
import { createOAuthEndpoint } from "./oauth-endpoint";
import type {
  Identity,
  ProbeAnswer,
  Provider,
  ProviderConfig,
  ProviderDeps,
  ProviderFacts,
  ProviderModule,
  Tenant,
} from "./provider";
import {
  callProvider,
  detailsOf,
  failureOf,
  jsonOf,
  type ProviderAnswer,
  patientDetailsOf,
} from "./provider-call";
import { XERO_DEFAULT_SCOPE, XERO_ENDING_SCOPES, XERO_SCOPES } from "./xero-scopes";

const NAME = "Xero";
const NAMELESS = "Unnamed organisation";
const LIVE_API = "https://api.xero.com";
const SDK_TIMEOUT_MS = 15_000;

const facts: ProviderFacts = {
  connectionType: "xero",
  displayName: NAME,
  shortName: NAME,
  variablePrefix: "XERO",
  credentialsAt: "your app's Configuration page at developer.xero.com",
  environments: ["production"],
  takesIpAddress: true,
  domain: "xero.com",
  consentHosts: ["https://*.xero.com"],
  scope: XERO_DEFAULT_SCOPE,
  scopes: XERO_SCOPES,
  neededScopes: [["offline_access"], ["accounting.settings.read", "accounting.settings"]],
  endingScopes: XERO_ENDING_SCOPES,
  connectionTiers: [5, 50, 1_000, 10_000],
  consentedBy: "a Xero user of this organisation",
  tokenEndpoint: "/connect/token",
  probeEndpoint: "/api.xro/2.0/Organisation",
  referenceHeader: "xero-correlation-id",
};

/** Ten thousand organisations, Xero's largest tier, are four million characters. */
const MAX_CONNECTIONS_BYTES = 16_000_000;
/** Ids are compared and stored: one that is not as Xero writes them is refused, never repaired. */
const xeroId = z.string().regex(/^[\w-]{1,100}$/);

const connectionList = z.array(
  z.object({
    id: xeroId,
    authEventId: z.string().nullish(),
    tenantId: xeroId,
    tenantType: z.string().nullish(),
    tenantName: z.string().nullish(),
  }),
);

/**
 * Xero: one token set per person, reaching every organisation that person connected; every refresh rotates.
 *
 * @see https://developer.xero.com/documentation/guides/oauth2/auth-flow
 */
function create(config: ProviderConfig, deps: ProviderDeps): Provider<XeroClient> {
  const apiUrl = apiOf(config);
  const own = configuredFacts(facts, config, deps, addressesOf(config));
  const endpoint = createOAuthEndpoint(
    {
      ...own,
      lifetimes: { accessSeconds: 1_800, refreshSeconds: 60 * 86_400 },
    },
    config,
    deps,
  );

  const api = (accessToken: string, path: string, init: RequestInit = {}, maxBytes?: number) =>
    callApi(deps, `${apiUrl}${path}`, accessToken, init, maxBytes);

  const listConnections = async (accessToken: string) => {
    const answer = await api(accessToken, "/connections", {}, MAX_CONNECTIONS_BYTES);
    const parsed = connectionList.safeParse(jsonOf(answer));
    if (!parsed.success) {
      const named = namedError("xero api", problemCode(answer), { displayName: NAME, ...detailsOf(answer) });
      if (named) throw named;
      const details = { ...detailsOf(answer), cause: parsed.error };
      throw new ProviderUnavailableError(`${NAME} answered /connections in an unknown form.`, details);
    }
    return parsed.data;
  };

  return {
    ...own,
    apiBaseUrl: apiUrl,
    authorizationUrl: endpoint.authorizationUrl,
    exchangeCode: endpoint.exchangeCode,
    refresh: endpoint.refresh,
    callbackParamsFor: () => new URLSearchParams(),
    identify: async (tokenSet): Promise<Identity> => {
      const { userId: subject, authEventId } = claimsOf(tokenSet.accessToken);
      const all = await listConnections(tokenSet.accessToken);
      const organisations = all.filter(({ tenantType }) => !tenantType || tenantType === "ORGANISATION");
      const chosen = organisations.filter((one) => authEventId && one.authEventId === authEventId);
      return { subject, chosen: chosen.map(tenantOf), reachable: organisations.map(tenantOf) };
    },
    probe: async (accessToken, tenantId): Promise<ProbeAnswer> => {
      const answer = await api(accessToken, "/api.xro/2.0/Organisation", {
        headers: { "xero-tenant-id": tenantId },
      });
      const organisations = jsonOf(answer)?.Organisations as ({ Name?: unknown } | null)[] | null | undefined;
      const name = organisations?.[0]?.Name;
      if (typeof name !== "string") throw apiFailure(answer, deps.clock.nowMs());
      return { tenantName: foreignName(name) || NAMELESS, providerRef: answer.providerRef };
    },
    disconnect: async (tokenSet, tenantId, lastOfGrant) => {
      if (lastOfGrant) return revoke(tokenSet.refreshToken);
      const all = await listConnections(tokenSet.accessToken);
      const connection = all.find((candidate) => candidate.tenantId === tenantId);
      if (!connection) return;
      await api(tokenSet.accessToken, `/connections/${encodeURIComponent(connection.id)}`, {
        method: "DELETE",
      });
    },
    createClient: (tokenSet, _tenantId, calls) => officialClient(config, tokenSet, calls),
    renewClient: (client, tokenSet) => client.setTokenSet(sdkTokenSet(tokenSet)),
  };

  async function revoke(refreshToken: string): Promise<void> {
    const answer = await callProvider(deps, facts, own.addresses.revocation, {
      method: "POST",
      headers: {
        authorization: endpoint.basicAuthorization,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ token: refreshToken }).toString(),
    });
    if (answer.status !== 200) throw failureOf(NAME, answer, deps.clock.nowMs());
  }
}

const apiOf = ({ simulatorUrl }: ProviderConfig) => (simulatorUrl ? `${simulatorUrl}/xero` : LIVE_API);

function addressesOf({ simulatorUrl }: ProviderConfig) {
  if (simulatorUrl) {
    const base = `${simulatorUrl}/xero`;
    return {
      issuer: base,
      authorization: `${base}/identity/connect/authorize`,
      token: `${base}/connect/token`,
      revocation: `${base}/connect/revocation`,
      discovery: `${base}/.well-known/openid-configuration`,
    };
  }
  return {
    issuer: "https://identity.xero.com",
    authorization: "https://login.xero.com/identity/connect/authorize",
    token: "https://identity.xero.com/connect/token",
    revocation: "https://identity.xero.com/connect/revocation",
    discovery: "https://identity.xero.com/.well-known/openid-configuration",
  };
}

async function callApi(
  deps: ProviderDeps,
  url: string,
  accessToken: string,
  init: RequestInit,
  maxBytes?: number,
) {
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json", ...init.headers };
  const answer = await callProvider(deps, facts, url, { ...init, headers }, maxBytes);
  if (answer.status >= 300) throw apiFailure(answer, deps.clock.nowMs());
  return answer;
}

const tenantOf = (organisation: { tenantId: string; tenantName?: string | null | undefined }): Tenant => ({
  tenantId: organisation.tenantId,
  tenantName: foreignName(organisation.tenantName ?? "") || NAMELESS,
});

/** The token came straight from Xero's token endpoint over TLS, so its claims need no signature check: RFC 9068 §4. */
function claimsOf(accessToken: string): { userId: string; authEventId: string | undefined } {
  const claims = z
    .object({ xero_userid: xeroId, authentication_event_id: z.string().optional() })
    .safeParse(decodePayload(accessToken));
  if (!claims.success) {
    throw new ProviderUnavailableError(`${NAME}'s access token does not say whose it is.`, {
      cause: claims.error,
    });
  }
  return { userId: claims.data.xero_userid, authEventId: claims.data.authentication_event_id };
}

function decodePayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The code of a problem decides; the status does where the code is unknown or there is none. */
function apiFailure(answer: ProviderAnswer, nowMs: number): CountersignError {
  const code = problemCode(answer);
  const named = namedError("xero api", code, { displayName: NAME, ...patientDetailsOf(answer, nowMs) });
  if (named) return named;
  const details = detailsOf(answer);
  if (answer.status === 401) {
    return new ReconnectRequiredError(`${NAME} no longer accepts the access token (401).`, details);
  }
  if (answer.status === 403) {
    return new OrganisationUnavailableError("Access to this organisation was removed (403).", details);
  }
  return failureOf(NAME, answer, nowMs, code);
}

async function officialClient(
  config: ProviderConfig,
  tokenSet: TokenSet,
  calls: ApiCalls,
): Promise<XeroClient> {
  const { XeroClient } = await import("xero-node");
  const client = new XeroClient({
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    redirectUris: [config.redirectUri],
    scopes: tokenSet.scope.split(" "),
    httpTimeout: SDK_TIMEOUT_MS,
  });
  client.setTokenSet(sdkTokenSet(tokenSet));
  if (config.simulatorUrl) pointAt(client, apiOf(config));
  trackXeroClient(client, calls);
  return client;
}

/** Without a refresh token. */
function sdkTokenSet({ accessToken, scope, accessExpiresAtMs }: TokenSet) {
  return {
    access_token: accessToken,
    token_type: "Bearer",
    scope,
    expires_at: Math.floor(accessExpiresAtMs / 1_000),
  };
}

/** The SDK has no setting for its host: each of its APIs knows its own, and the client's own requests name it. */
function pointAt(client: XeroClient, apiUrl: string): void {
  const here = (url: string) => url.replace(LIVE_API, apiUrl);
  for (const api of Object.values(client) as unknown[]) {
    if (typeof api === "object" && api !== null && "basePath" in api)
      api.basePath = here(String(api.basePath));
  }
  const own = client as unknown as { queryApi(method: string, url: string): Promise<unknown> };
  const { queryApi } = own;
  own.queryApi = (method, url) => queryApi.call(client, method, here(url));
}

export const xero: ProviderModule<XeroClient> = { ...facts, create };

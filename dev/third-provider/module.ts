import { foreignName } from "@/lib/foreign-text";
import { ReconnectRequiredError } from "@/lib/token/errors";
import type { ApiCalls } from "@/lib/token/providers/api-tracking/api-calls";
import { configuredFacts } from "@/lib/token/providers/configured-facts";
import { createOAuthEndpoint } from "@/lib/token/providers/oauth-endpoint";
import type {
  Provider,
  ProviderConfig,
  ProviderDeps,
  ProviderFacts,
  ProviderModule,
} from "@/lib/token/providers/provider";
import { callProvider, detailsOf, failureOf, jsonOf } from "@/lib/token/providers/provider-call";

const facts: ProviderFacts = {
  connectionType: "acme",
  displayName: "Acme Accounting",
  shortName: "Acme",
  variablePrefix: "ACME",
  credentialsAt: "your app's page at acme.example",
  environments: ["sandbox", "production"],
  takesIpAddress: false,
  domain: "acme.example",
  consentHosts: ["https://acme.example"],
  scope: "books.read",
  scopes: ["books.read", "books.write"],
  neededScopes: [["books.read", "books.write"]],
  endingScopes: [],
  connectionTiers: [],
  consentedBy: "an Acme owner",
  tokenEndpoint: "/oauth/token",
  probeEndpoint: "/api/business",
  referenceHeader: "acme-request-id",
};

/** What `getOAuthClient` hands out: Acme has no SDK, so a fetch that carries the token will do. */
export interface AcmeClient {
  accessToken: string;
  get(path: string): Promise<Response>;
}

/** A whole provider in one file, as docs/adding-a-provider.md describes it. */
function create(config: ProviderConfig, deps: ProviderDeps): Provider<AcmeClient> {
  const base = config.simulatorUrl ?? "https://acme.example";
  const own = configuredFacts(facts, config, deps, {
    issuer: base,
    authorization: `${base}/oauth/authorize`,
    token: `${base}${facts.tokenEndpoint}`,
    revocation: `${base}/oauth/revoke`,
    discovery: `${base}/.well-known/openid-configuration`,
  });
  const endpoint = createOAuthEndpoint(
    {
      ...own,
      lifetimes: { accessSeconds: 600, refreshSeconds: 30 * 86_400 },
    },
    config,
    deps,
  );

  const business = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const answer = await callProvider(deps, facts, `${base}${facts.probeEndpoint}`, { headers });
    if (answer.status === 401) {
      throw new ReconnectRequiredError("Acme no longer accepts the access token (401).", detailsOf(answer));
    }
    const { id, name } = jsonOf(answer) ?? {};
    if (typeof id !== "string" || typeof name !== "string") {
      throw failureOf(facts.displayName, answer, deps.clock.nowMs());
    }
    return { tenantId: id, tenantName: foreignName(name), providerRef: answer.providerRef };
  };

  return {
    ...own,
    apiBaseUrl: base,
    authorizationUrl: endpoint.authorizationUrl,
    exchangeCode: endpoint.exchangeCode,
    refresh: endpoint.refresh,
    callbackParamsFor: () => new URLSearchParams(),
    identify: async ({ accessToken }) => {
      const { tenantId, tenantName } = await business(accessToken);
      const tenant = { tenantId, tenantName };
      return { subject: tenantId, chosen: [tenant], reachable: [tenant], read: [tenant] };
    },
    probe: business,
    disconnect: async ({ refreshToken }) => {
      const answer = await callProvider(deps, facts, own.addresses.revocation, {
        method: "POST",
        headers: {
          authorization: endpoint.basicAuthorization,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ token: refreshToken }).toString(),
      });
      if (answer.status !== 200) throw failureOf(facts.displayName, answer, deps.clock.nowMs());
    },
    createClient: async ({ accessToken }, _tenantId, calls) => clientOf(base, accessToken, calls, deps),
    renewClient: (client, { accessToken }) => {
      client.accessToken = accessToken;
    },
  };
}

function clientOf(base: string, accessToken: string, calls: ApiCalls, deps: ProviderDeps): AcmeClient {
  const client: AcmeClient = {
    accessToken,
    get: async (path) => {
      const url = `${base}${path}`;
      await calls.ready();
      const call = calls.begin("GET", url);
      try {
        const headers = { authorization: `Bearer ${client.accessToken}` };
        const response = await deps.fetch(url, { headers });
        call.answered(response.status, Object.fromEntries(response.headers));
        return response;
      } catch (error) {
        call.unanswered(error instanceof Error ? error.cause : error);
        throw error;
      }
    },
  };
  return client;
}

export const acme: ProviderModule<AcmeClient> = { ...facts, create };

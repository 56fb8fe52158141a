import type OAuthClient from "intuit-oauth";
import { CountersignError } from "@/lib/errors";
import { foreignName } from "@/lib/foreign-text";
import { OrganisationUnavailableError, ReconnectRequiredError } from "../errors";
import type { TokenSet } from "../grants/token-set";
import { trackIntuitClient } from "./api-tracking/intuit-oauth";
import { configuredFacts } from "./configured-facts";
import { faultCode } from "./error-code";
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
} from "./provider";
import {
  callProvider,
  detailsOf,
  failureOf,
  jsonOf,
  type ProviderAnswer,
  patientDetailsOf,
} from "./provider-call";

const NAME = "QuickBooks Online";
const ACCOUNTING = "com.intuit.quickbooks.accounting";
const MINOR_VERSION = "75";
const DAY_SECONDS = 86_400;

const facts: ProviderFacts = {
  connectionType: "qbo",
  displayName: NAME,
  shortName: "QuickBooks",
  variablePrefix: "QUICKBOOKS",
  credentialsAt: "your app's Keys & OAuth page at developer.intuit.com",
  environments: ["sandbox", "production"],
  takesIpAddress: false,
  domain: "intuit.com",
  consentHosts: ["https://*.intuit.com"],
  scope: ACCOUNTING,
  scopes: [ACCOUNTING, "com.intuit.quickbooks.payment", "openid", "profile", "email", "phone", "address"],
  neededScopes: [[ACCOUNTING]],
  endingScopes: [],
  connectionTiers: [],
  consentedBy: "a QuickBooks admin",
  tokenEndpoint: "/oauth2/v1/tokens/bearer",
  probeEndpoint: "/v3/company/companyinfo",
  referenceHeader: "intuit_tid",
};

/**
 * QuickBooks Online: one token set per realm; the refresh value changes about once a day, lives for a rolling
 * hundred days and ends for good five years after consent.
 *
 * @see https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
 */
function create(config: ProviderConfig, deps: ProviderDeps): Provider<OAuthClient> {
  const apiUrl = apiOf(config);
  const own = configuredFacts(facts, config, deps, addressesOf(config));
  const endpoint = createOAuthEndpoint(
    {
      ...own,
      lifetimes: {
        accessSeconds: 3_600,
        refreshSeconds: 100 * DAY_SECONDS,
        hardSeconds: 5 * 366 * DAY_SECONDS,
      },
      extraTokenHeaders: { "x-include-refresh-token-hard-expires-in": "true" },
    },
    config,
    deps,
  );

  const probe = async (accessToken: string, tenantId: string): Promise<ProbeAnswer> => {
    const realm = encodeURIComponent(tenantId);
    const url = `${apiUrl}/v3/company/${realm}/companyinfo/${realm}?minorversion=${MINOR_VERSION}`;
    const answer = await callProvider(deps, facts, url, {
      headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
    });
    const code = faultCode(answer);
    const info = jsonOf(answer)?.CompanyInfo as { CompanyName?: unknown } | null | undefined;
    const name = info?.CompanyName;
    // A Fault comes with 200, too.
    if (answer.status !== 200 || code !== undefined || typeof name !== "string") {
      throw apiFailure(answer, code, deps.clock.nowMs());
    }
    return { tenantName: foreignName(name) || "Unnamed company", providerRef: answer.providerRef };
  };

  return {
    ...own,
    apiBaseUrl: apiUrl,
    authorizationUrl: endpoint.authorizationUrl,
    exchangeCode: endpoint.exchangeCode,
    refresh: endpoint.refresh,
    callbackParamsFor: (realmId) => new URLSearchParams({ realmId }),
    identify: async (tokenSet, callbackParams): Promise<Identity> => {
      const realmId = callbackParams.get("realmId") ?? "";
      if (!/^\d{1,32}$/.test(realmId)) {
        throw new CountersignError("consent_expired", `${NAME} sent back no company (realmId).`, {
          field: "realmId",
        });
      }
      const { tenantName } = await probe(tokenSet.accessToken, realmId);
      const tenant = { tenantId: realmId, tenantName };
      return { subject: realmId, chosen: [tenant], reachable: [tenant], read: [tenant] };
    },
    probe,
    disconnect: async (tokenSet, _tenantId, lastOfGrant) => {
      if (!lastOfGrant) return;
      const answer = await callProvider(deps, facts, own.addresses.revocation, {
        method: "POST",
        headers: {
          authorization: endpoint.basicAuthorization,
          accept: "application/json",
          "content-type": "application/json",
        },
        body: JSON.stringify({ token: tokenSet.refreshToken }),
      });
      const alreadyGone = answer.status === 400;
      if (answer.status !== 200 && !alreadyGone) throw failureOf(NAME, answer, deps.clock.nowMs());
    },
    createClient: async (tokenSet, tenantId, calls) => {
      const client = await officialClient(config, apiUrl, tokenSet, tenantId);
      trackIntuitClient(client, calls);
      return client;
    },
    renewClient: (client, tokenSet, tenantId) => {
      client.setToken(sdkToken(tokenSet, tenantId));
    },
  };
}

function apiOf({ environment, simulatorUrl }: ProviderConfig): string {
  if (simulatorUrl) return `${simulatorUrl}/intuit`;
  return environment === "production"
    ? "https://quickbooks.api.intuit.com"
    : "https://sandbox-quickbooks.api.intuit.com";
}

function addressesOf({ environment, simulatorUrl }: ProviderConfig) {
  const document = environment === "production" ? "openid_configuration" : "openid_sandbox_configuration";
  if (simulatorUrl) {
    const base = `${simulatorUrl}/intuit`;
    return {
      issuer: base,
      authorization: `${base}/connect/oauth2`,
      token: `${base}/oauth2/v1/tokens/bearer`,
      revocation: `${base}/v2/oauth2/tokens/revoke`,
      discovery: `${base}/.well-known/${document}`,
    };
  }
  return {
    issuer: "https://oauth.platform.intuit.com/op/v1",
    authorization: "https://appcenter.intuit.com/connect/oauth2",
    token: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    revocation: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
    discovery: `https://developer.api.intuit.com/.well-known/${document}`,
  };
}

/** The code of a Fault decides; the status does where the code is unknown or there is none. */
function apiFailure(answer: ProviderAnswer, code: string | undefined, nowMs: number): CountersignError {
  const named = namedError("qbo api", code, { displayName: NAME, ...patientDetailsOf(answer, nowMs) });
  if (named) return named;
  const details = detailsOf(answer);
  if (answer.status === 401) {
    return new ReconnectRequiredError(`${NAME} no longer accepts the access token (401).`, details);
  }
  if (answer.status === 403) {
    return new OrganisationUnavailableError(`${NAME} refuses access to this company (403).`, details);
  }
  return failureOf(NAME, answer, nowMs, code);
}

async function officialClient(
  config: ProviderConfig,
  apiUrl: string,
  tokenSet: TokenSet,
  realmId: string,
): Promise<OAuthClient> {
  const { default: OAuthClient } = await import("intuit-oauth");
  OAuthClient.environment[config.environment] = `${apiUrl}/`;
  return new OAuthClient({
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    environment: config.environment,
    redirectUri: config.redirectUri,
    token: sdkToken(tokenSet, realmId),
  });
}

/** Without a refresh token. */
function sdkToken({ accessToken, accessExpiresAtMs, issuedAtMs }: TokenSet, realmId: string) {
  return {
    realmId,
    token_type: "bearer",
    access_token: accessToken,
    expires_in: Math.round((accessExpiresAtMs - issuedAtMs) / 1_000),
    createdAt: issuedAtMs,
  };
}

export const qbo: ProviderModule<OAuthClient> = { ...facts, create };

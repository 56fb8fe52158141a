import { createRequire } from "node:module";
import OAuthClient from "intuit-oauth";
import * as openid from "openid-client";
import { expect, it, onTestFinished } from "vitest";
import { XeroClient } from "xero-node";
import type { Simulator } from "./index";
import { companyInfo, connections, DAY_MS, first, REDIRECT_URI, refresh, simulatorForTest } from "./test-app";

/** xero-node carries its own, older openid-client. */
interface OpenidClient5 {
  Issuer: new (
    metadata: Record<string, string>,
  ) => { Client: new (metadata: Record<string, unknown>) => XeroClient["openIdClient"] };
}
const requireFromXero = createRequire(createRequire(import.meta.url).resolve("xero-node"));
const { Issuer }: OpenidClient5 = requireFromXero("openid-client");

function pointAt(simulator: Simulator): void {
  const { authorizeEndpoint, tokenEndpoint, revokeEndpoint, environment, retryConfig } = OAuthClient;
  const before = { authorizeEndpoint, tokenEndpoint, revokeEndpoint, environment, retryConfig };
  onTestFinished(() => {
    Object.assign(OAuthClient, before);
  });
  Object.assign(OAuthClient, {
    authorizeEndpoint: `${simulator.url}/intuit/connect/oauth2`,
    tokenEndpoint: `${simulator.url}/intuit/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${simulator.url}/intuit/v2/oauth2/tokens/revoke`,
    userinfo_endpoint_sandbox: `${simulator.url}/intuit/v1/openid_connect/userinfo`,
    environment: { ...environment, sandbox: `${simulator.url}/intuit/` },
    retryConfig: { ...retryConfig, maxRetries: 0 },
  });
}

it("intuit-oauth, unmodified, authorizes, refreshes, calls the API and revokes", async () => {
  const simulator = await simulatorForTest();
  pointAt(simulator);
  const { realmId, name } = simulator.control.addIntuitCompany({ name: "Acme" });
  const client = new OAuthClient({
    clientId: "sim-qbo-client",
    clientSecret: "sim-qbo-secret",
    environment: "sandbox",
    redirectUri: REDIRECT_URI,
  });
  const scope = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId, OAuthClient.scopes.Profile];
  const url = client.authorizeUri({ scope, state: "s1" });
  const { redirectTo } = simulator.control.consent({ provider: "qbo", authorizeUrl: url, realmId });
  expect(new URL(redirectTo).searchParams.get("realmId")).toBe(realmId);

  const created = await client.createToken(redirectTo);
  expect(created.getIntuitTid()).toMatch(/^1-/);
  expect(client.getToken().refresh_token).toMatch(/^RT1-/);
  expect(client.isAccessTokenValid()).toBe(true);
  const firstAccess = client.getToken().access_token;

  await client.refresh();
  expect(client.getToken().access_token).not.toBe(firstAccess);
  const path = `v3/company/${realmId}/companyinfo/${realmId}?minorversion=75`;
  const info = await client.makeApiCall({ url: path });
  expect(info.json.CompanyInfo).toMatchObject({ CompanyName: name, Id: "1" });
  const query = encodeURIComponent("select count(*) from Invoice");
  const counted = await client.makeApiCall({ url: `v3/company/${realmId}/query?query=${query}` });
  expect(counted.json.QueryResponse.totalCount).toBeGreaterThan(2);
  expect((await client.getUserInfo()).json).toMatchObject({ givenName: "Ada", familyName: "Admin" });

  const { refresh_token = "", access_token } = client.getToken();
  await client.revoke({ refresh_token });
  expect((await refresh(simulator, "qbo", refresh_token)).body.error).toBe("invalid_grant");
  expect((await companyInfo(simulator, realmId, access_token)).status).toBe(401);
});

it("xero-node, unmodified, authorizes, refreshes, calls the API and revokes", async () => {
  const simulator = await simulatorForTest();
  const user = first(simulator.control.world().xeroUsers);
  const xero = new XeroClient({
    clientId: "sim-xero-client",
    clientSecret: "sim-xero-secret",
    redirectUris: [REDIRECT_URI],
    scopes: "openid profile email offline_access accounting.settings.read accounting.invoices".split(" "),
    state: "s1",
    httpTimeout: 15_000,
  });
  const document = await fetch(`${simulator.url}/xero/.well-known/openid-configuration`);
  const issuer = new Issuer(await document.json());
  xero.openIdClient = new issuer.Client({
    client_id: "sim-xero-client",
    client_secret: "sim-xero-secret",
    redirect_uris: [REDIRECT_URI],
  });
  xero.accountingApi.basePath = `${simulator.url}/xero/api.xro/2.0`;

  const url = await xero.buildConsentUrl();
  const tui = first(
    simulator.control.world().xeroOrganisations.filter(({ name }) => name.startsWith("Tui")),
  ).tenantId;
  const script = { provider: "xero" as const, authorizeUrl: url, xeroUserId: user.xeroUserId };
  const { redirectTo } = simulator.control.consent({ ...script, tenantIds: [tui] });
  const created = await xero.apiCallback(redirectTo);
  expect(created.claims()).toMatchObject({ xero_userid: user.xeroUserId, name: user.name });

  const spent = created.refresh_token;
  const refreshed = await xero.refreshToken();
  expect(refreshed.refresh_token).not.toBe(spent);
  const { body } = await xero.accountingApi.getOrganisations(tui);
  expect(body.organisations?.[0]).toMatchObject({ name: "Tui Coffee Roasters", organisationID: tui });
  expect((await xero.accountingApi.getInvoices(tui)).body.invoices?.length).toBeGreaterThan(1);
  await expect(xero.accountingApi.getOrganisations("00000000-0000-0000-0000-000000000000")).rejects.toContain(
    "AuthenticationUnsuccessful",
  );

  await xero.revokeToken();
  expect((await refresh(simulator, "xero", refreshed.refresh_token)).body).toEqual({
    error: "invalid_grant",
  });
  expect(await connections(simulator, refreshed.access_token)).toEqual([]);
});

it.each([
  { provider: "qbo" as const, document: "/intuit/.well-known/openid_configuration" },
  { provider: "qbo" as const, document: "/intuit/.well-known/openid_sandbox_configuration" },
  { provider: "xero" as const, document: "/xero/.well-known/openid-configuration" },
])("openid-client discovers $document, verifies id tokens and refreshes", async ({ provider, document }) => {
  const simulator = await simulatorForTest();
  simulator.clock.advance(400 * DAY_MS);
  const config = await openid.discovery(
    new URL(simulator.url + document),
    `sim-${provider}-client`,
    { [openid.clockSkew]: Math.round((simulator.clock.nowMs() - Date.now()) / 1000) },
    openid.ClientSecretBasic(`sim-${provider}-secret`),
    { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
  );
  expect(config.serverMetadata().issuer).toBe(`${simulator.url}/${provider === "qbo" ? "intuit" : "xero"}`);
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: `openid ${provider === "qbo" ? "com.intuit.quickbooks.accounting" : "offline_access"}`,
    state: "s1",
    nonce: "n1",
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const { intuitCompanies, xeroUsers } = simulator.control.world();
  const { redirectTo } = simulator.control.consent({
    provider,
    authorizeUrl: url.href,
    ...(provider === "qbo"
      ? { realmId: first(intuitCompanies).realmId }
      : { xeroUserId: first(xeroUsers).xeroUserId }),
  });
  const checks = { pkceCodeVerifier, expectedState: "s1", expectedNonce: "n1", idTokenExpected: true };
  const tokens = await openid.authorizationCodeGrant(config, new URL(redirectTo), checks);
  expect(tokens.claims()).toMatchObject({ nonce: "n1", iss: config.serverMetadata().issuer });
  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.access_token).not.toBe(tokens.access_token);
  const refused = openid.refreshTokenGrant(config, "never-issued");
  await expect(refused).rejects.toBeInstanceOf(openid.ResponseBodyError);
  const sub = tokens.claims()?.sub ?? "";
  expect(await openid.fetchUserInfo(config, refreshed.access_token, sub)).toMatchObject({ sub });
});

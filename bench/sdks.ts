import { createRequire } from "node:module";
import OAuthClient from "intuit-oauth";
import { XeroClient } from "xero-node";
import { redirectUriOf } from "@/dev/world/token-settings";
import type { Consented } from "./connections";

/** The same refresh token in the hands of several callers at once; how each fares is for the provider to count. */
export type SdkCallers = (url: string, consent: Consented, callers: number) => Promise<void>;

/** Refreshes each grant with `intuit-oauth` alone: nothing is stored, locked or recorded. */
export function refreshIntuit(url: string, consents: readonly Consented[], callers: number): Promise<void> {
  return each(consents, callers, async (consent) => {
    const client = intuitClient(url, consent);
    await client.refresh();
    consent.tokenSet.refreshToken = client.getToken().refresh_token ?? "";
  });
}

export const concurrentIntuit: SdkCallers = async (url, consent, callers) => {
  const clients = Array.from({ length: callers }, () => intuitClient(url, consent));
  await Promise.allSettled(clients.map((client) => client.refresh()));
};

/** Refreshes each grant with `xero-node` alone: nothing is stored, locked or recorded. */
export function refreshXero(url: string, consents: readonly Consented[], callers: number): Promise<void> {
  return each(consents, callers, async (consent) => {
    const { refresh_token } = await xeroClient(url, consent).refreshToken();
    consent.tokenSet.refreshToken = refresh_token ?? "";
  });
}

export const concurrentXero: SdkCallers = async (url, consent, callers) => {
  const clients = Array.from({ length: callers }, () => xeroClient(url, consent));
  await Promise.allSettled(clients.map((client) => client.refreshToken()));
};

function intuitClient(url: string, { tokenSet, tenantId }: Consented): OAuthClient {
  const { retryConfig } = OAuthClient;
  const tokenEndpoint = `${url}/intuit/oauth2/v1/tokens/bearer`;
  Object.assign(OAuthClient, { tokenEndpoint, retryConfig: { ...retryConfig, maxRetries: 0 } });
  const client = new OAuthClient({
    clientId: "sim-qbo-client",
    clientSecret: "sim-qbo-secret",
    environment: "sandbox",
    redirectUri: redirectUriOf("qbo"),
  });
  client.setToken({
    token_type: "bearer",
    access_token: tokenSet.accessToken,
    refresh_token: tokenSet.refreshToken,
    expires_in: 3_600,
    x_refresh_token_expires_in: 8_640_000,
    realmId: tenantId,
  });
  return client;
}

/** xero-node carries its own, older openid-client. */
interface OpenidClient5 {
  Issuer: new (
    metadata: Record<string, string>,
  ) => { Client: new (metadata: Record<string, unknown>) => XeroClient["openIdClient"] };
}
const requireFromXero = createRequire(createRequire(import.meta.url).resolve("xero-node"));
const { Issuer }: OpenidClient5 = requireFromXero("openid-client");

function xeroClient(url: string, { tokenSet }: Consented): XeroClient {
  const client = new XeroClient({
    clientId: "sim-xero-client",
    clientSecret: "sim-xero-secret",
    redirectUris: [redirectUriOf("xero")],
    scopes: tokenSet.scope.split(" "),
    httpTimeout: 15_000,
  });
  const issuer = new Issuer({ issuer: `${url}/xero`, token_endpoint: `${url}/xero/connect/token` });
  client.openIdClient = new issuer.Client({
    client_id: "sim-xero-client",
    client_secret: "sim-xero-secret",
    redirect_uris: [redirectUriOf("xero")],
  });
  client.setTokenSet({
    access_token: tokenSet.accessToken,
    refresh_token: tokenSet.refreshToken,
    scope: tokenSet.scope,
    token_type: "Bearer",
  });
  return client;
}

async function each(
  consents: readonly Consented[],
  callers: number,
  work: (consent: Consented) => Promise<void>,
): Promise<void> {
  const waiting = consents.values();
  const caller = async () => {
    for (const consent of waiting) await work(consent);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

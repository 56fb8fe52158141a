import { onTestFinished } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "./index";
import type { Provider } from "./model";

export const REDIRECT_URI = "http://localhost:3000/callback";
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const SCOPES = {
  qbo: "com.intuit.quickbooks.accounting openid profile email",
  xero: "openid profile email offline_access accounting.settings.read accounting.invoices.read",
};
const PATHS = {
  qbo: { authorize: "/intuit/connect/oauth2", token: "/intuit/oauth2/v1/tokens/bearer" },
  xero: { authorize: "/xero/identity/connect/authorize", token: "/xero/connect/token" },
};

interface TokenAnswer {
  status: number;
  body: Record<string, string>;
  headers: Headers;
}

/** A simulator for one test, stopped with it; the clock stands still unless the test moves it. */
export async function simulatorForTest(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  simulator.clock.setRate(0);
  simulator.control.registerRedirectUri("qbo", REDIRECT_URI);
  simulator.control.registerRedirectUri("xero", REDIRECT_URI);
  return simulator;
}

export function authorizeUrl(
  simulator: Simulator,
  provider: Provider,
  changes: Record<string, string> = {},
): string {
  const parameters = {
    client_id: `sim-${provider}-client`,
    response_type: "code",
    redirect_uri: REDIRECT_URI,
    scope: SCOPES[provider],
    state: "state-1",
    ...changes,
  };
  return `${simulator.url}${PATHS[provider].authorize}?${new URLSearchParams(parameters)}`;
}

export function basic(provider: Provider, secret = `sim-${provider}-secret`): string {
  return `Basic ${Buffer.from(`sim-${provider}-client:${secret}`).toString("base64")}`;
}

/** A token request as our own service would send it. */
export async function tokenRequest(
  simulator: Simulator,
  provider: Provider,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(simulator.url + PATHS[provider].token, {
    method: "POST",
    headers: { authorization: basic(provider), accept: "application/json", ...headers },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

export function refresh(simulator: Simulator, provider: Provider, refreshToken = ""): Promise<TokenAnswer> {
  return tokenRequest(simulator, provider, { grant_type: "refresh_token", refresh_token: refreshToken });
}

export function exchange(
  simulator: Simulator,
  provider: Provider,
  code: string,
  more: Record<string, string> = {},
) {
  const fields = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, ...more };
  return tokenRequest(simulator, provider, fields);
}

export function codeOf(redirectTo: string): string {
  return new URL(redirectTo).searchParams.get("code") ?? "";
}

/** Consents for one company and exchanges the code. */
export async function connectIntuit(simulator: Simulator, realmId: string) {
  const script = { provider: "qbo" as const, authorizeUrl: authorizeUrl(simulator, "qbo"), realmId };
  const { redirectTo } = simulator.control.consent(script);
  return (await exchange(simulator, "qbo", codeOf(redirectTo))).body;
}

/** Consents as one Xero user, for all of the user's organisations or those named. */
export async function connectXero(simulator: Simulator, xeroUserId: string, tenantIds?: string[]) {
  const script = { provider: "xero" as const, authorizeUrl: authorizeUrl(simulator, "xero") };
  const { redirectTo } = simulator.control.consent({ ...script, xeroUserId, tenantIds });
  return (await exchange(simulator, "xero", codeOf(redirectTo))).body;
}

export function companyInfo(simulator: Simulator, realmId: string, accessToken = ""): Promise<Response> {
  return fetch(`${simulator.url}/intuit/v3/company/${realmId}/companyinfo/${realmId}`, {
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
  });
}

export function organisation(simulator: Simulator, tenantId: string, accessToken = ""): Promise<Response> {
  return fetch(`${simulator.url}/xero/api.xro/2.0/Organisation`, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: "application/json",
      "xero-tenant-id": tenantId,
    },
  });
}

export async function connections(simulator: Simulator, accessToken = "", query = "") {
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${simulator.url}/xero/connections${query}`, { headers });
  const list: { id: string; tenantId: string; tenantName: string; authEventId: string }[] =
    await response.json();
  return list;
}

export function claimsOf(jwt = ""): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
}

/** The first of a list, for worlds where a test knows there is one. */
export function first<T>(list: T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error("The list is empty");
  return found;
}

import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { Agent, request } from "node:http";
import { startSimulator } from "@/dev/simulator";
import { redirectUriOf, registerRedirectUris } from "@/dev/world/token-settings";
import type { ProviderName } from "@/lib/token";
import type { Consented } from "./connections";

/** Both providers in a process of their own; asked for consents, it gives them with their token sets. */
export type ProviderQuestion = { provider: ProviderName; consents: number } | "url";
export type ProviderReply = Consented[] | string;

setMaxListeners(0); // hundreds of slow answers wait for the simulator's one end
const IN_FLIGHT = 16;
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
const simulator = await startSimulator();
const { control, url } = simulator;
control.setKnobs({ signTokens: false, recordIssuedTokens: false, xero: { maxConnections: 1_000_000 } });
registerRedirectUris(control);
const quincy = control.addIntuitUser({ name: "Quincy", admin: true, realmIds: "all" });

const SCOPES = {
  qbo: "com.intuit.quickbooks.accounting",
  xero: "offline_access accounting.settings.read accounting.invoices",
};
const PATHS = {
  qbo: { authorize: "/intuit/connect/oauth2", token: "/intuit/oauth2/v1/tokens/bearer" },
  xero: { authorize: "/xero/identity/connect/authorize", token: "/xero/connect/token" },
};

async function consent(provider: ProviderName): Promise<Consented> {
  const query = {
    client_id: `sim-${provider}-client`,
    redirect_uri: redirectUriOf(provider),
    response_type: "code",
    scope: SCOPES[provider],
    state: "bench",
  };
  const authorizeUrl = `${url}${PATHS[provider].authorize}?${new URLSearchParams(query)}`;
  const { subject, tenantId, ...choice } = provider === "qbo" ? newRealm() : newXeroUser();
  const { redirectTo } = control.consent({ provider, authorizeUrl, ...choice });
  const code = new URL(redirectTo).searchParams.get("code") ?? "";
  const issuedAtMs = Date.now();
  const body = await exchange(provider, code);
  return {
    subject,
    tenantId,
    tokenSet: {
      accessToken: body.access_token,
      refreshToken: body.refresh_token,
      scope: SCOPES[provider],
      issuedAtMs,
      accessExpiresAtMs: issuedAtMs + body.expires_in * 1_000,
      refreshExpiresAtMs: issuedAtMs + 60 * 86_400_000,
      hardExpiresAtMs: null,
    },
  };
}

function newRealm() {
  const { realmId } = control.addIntuitCompany({ name: randomUUID() });
  return { subject: realmId, tenantId: realmId, realmId, userId: quincy.userId };
}

function newXeroUser() {
  const { xeroUserId } = control.addXeroUser({ name: "Bookkeeper" });
  const { tenantId } = control.addXeroOrganisation({ name: "Ltd", userIds: [xeroUserId] });
  return { subject: xeroUserId, tenantId, xeroUserId, tenantIds: [tenantId] };
}

type TokenBody = { access_token: string; refresh_token: string; expires_in: number };

/** Over node:http, because ten thousand of these are set-up time. */
function exchange(provider: ProviderName, code: string): Promise<TokenBody> {
  const redirectUri = redirectUriOf(provider);
  const form = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: redirectUri });
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const auth = `sim-${provider}-client:sim-${provider}-secret`;
    const sent = request(
      `${url}${PATHS[provider].token}`,
      { method: "POST", agent, auth, headers },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          response.statusCode === 200
            ? resolve(JSON.parse(text))
            : reject(new Error(`No token set: ${text}`)),
        );
      },
    );
    sent.on("error", reject).end(form.toString());
  });
}

async function consents(provider: ProviderName, count: number): Promise<Consented[]> {
  const given: Consented[] = [];
  let asked = 0;
  const ask = async () => {
    while (asked++ < count) given.push(await consent(provider));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, ask));
  return given;
}

process.on("message", async (question: ProviderQuestion) => {
  const reply = question === "url" ? url : await consents(question.provider, question.consents);
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

import { expect, it } from "vitest";
import { authorizeUrl, codeOf, exchange, first, REDIRECT_URI, simulatorForTest } from "./test-app";

async function pageOf(url: string) {
  const response = await fetch(url);
  return { status: response.status, html: await response.text(), headers: response.headers };
}

function submit(url: string, fields: [string, string][]): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}

it("QuickBooks' page offers the admin's companies and sends code, state and realmId", async () => {
  const simulator = await simulatorForTest();
  const { realmId } = simulator.control.addIntuitCompany({ name: `Fish & "Chips" <Ltd>` });
  const url = authorizeUrl(simulator, "qbo");
  const { status, html, headers } = await pageOf(url);
  expect(status).toBe(200);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(html).toContain("<h1>Simulated QuickBooks consent</h1>");
  expect(html).toContain(">Fish &amp; &quot;Chips&quot; &lt;Ltd&gt;</label>");
  expect(html).toMatch(/<button class="main" name="decision" value="allow">Allow<\/button>/);
  const { userId } = first(simulator.control.world().intuitUsers);
  const allowed = await submit(url, [
    ["user", userId],
    ["realmId", realmId],
    ["decision", "allow"],
  ]);
  expect(allowed.status).toBe(303);
  const callback = new URL(allowed.headers.get("location") ?? "");
  expect(callback.origin + callback.pathname).toBe(REDIRECT_URI);
  expect([...callback.searchParams.keys()]).toEqual(["code", "state", "realmId"]);
  expect((await exchange(simulator, "qbo", codeOf(callback.href))).status).toBe(200);
  expect((await pageOf(url)).html).toContain(`Company ID ${realmId} · connected already`);
});

it("tells a standard user that only a QuickBooks admin can connect", async () => {
  const simulator = await simulatorForTest();
  const sam = first(simulator.control.world().intuitUsers.filter(({ admin }) => !admin));
  const url = authorizeUrl(simulator, "qbo", { user: sam.userId });
  const { html } = await pageOf(url);
  expect(html).toContain("Only a QuickBooks admin can connect");
  expect(html).not.toContain(">Allow<");
  const { realmId } = first(simulator.control.world().intuitCompanies);
  const forced = await submit(url, [
    ["user", sam.userId],
    ["realmId", realmId],
    ["decision", "allow"],
  ]);
  expect(forced.status).toBe(400);
  const script = { provider: "qbo" as const, authorizeUrl: url, realmId, userId: sam.userId };
  expect(() => simulator.control.consent(script)).toThrow("only a QuickBooks admin");
});

it("Xero's page lets several organisations be chosen and sends code, scope, state and session_state", async () => {
  const simulator = await simulatorForTest();
  const { xeroUserId } = first(simulator.control.world().xeroUsers);
  const url = authorizeUrl(simulator, "xero");
  const { html } = await pageOf(url);
  expect(html.match(/type="checkbox"/g)).toHaveLength(3);
  const nothing = await submit(url, [
    ["user", xeroUserId],
    ["decision", "allow"],
  ]);
  expect([nothing.status, await nothing.text()]).toEqual([
    400,
    expect.stringContaining("Choose at least one organisation"),
  ]);
  const own = simulator.control
    .world()
    .xeroOrganisations.filter(({ userIds }) => userIds.includes(xeroUserId));
  const chosen = own.slice(0, 2).map(({ tenantId }): [string, string] => ["tenantId", tenantId]);
  const allowed = await submit(url, [["user", xeroUserId], ["decision", "allow"], ...chosen]);
  const callback = new URL(allowed.headers.get("location") ?? "");
  expect([...callback.searchParams.keys()]).toEqual(["code", "scope", "state", "session_state"]);
  expect(simulator.control.world().xeroConnections).toHaveLength(2);
  const foreign = first(
    simulator.control.world().xeroOrganisations.filter(({ userIds }) => !userIds.includes(xeroUserId)),
  );
  const refused = await submit(url, [
    ["user", xeroUserId],
    ["decision", "allow"],
    ["tenantId", foreign.tenantId],
  ]);
  expect(refused.status).toBe(400);
});

it.each(["qbo", "xero"] as const)("sends a %s denial back with the state", async (provider) => {
  const simulator = await simulatorForTest();
  const url = authorizeUrl(simulator, provider, { state: "a b&c" });
  const cancelled = await submit(url, [["decision", "cancel"]]);
  expect(cancelled.headers.get("location")).toBe(`${REDIRECT_URI}?error=access_denied&state=a+b%26c`);
  const { redirectTo } = simulator.control.consent({ provider, authorizeUrl: url, deny: true });
  expect(redirectTo).toBe(cancelled.headers.get("location"));
});

it.each([
  ["invalid_redirect_uri", { redirect_uri: `${REDIRECT_URI}/` }],
  ["invalid_client", { client_id: "sim-other-client" }],
  ["invalid_scope", { scope: "openid everything!" }],
  ["unsupported_response_type", { response_type: "token" }],
  ["invalid_request", { code_challenge: "x", code_challenge_method: "plain" }],
] as const)("shows a page and never redirects for %s", async (error, changes) => {
  const simulator = await simulatorForTest();
  for (const provider of ["qbo", "xero"] as const) {
    const url = authorizeUrl(simulator, provider, changes);
    const response = await submit(url, [["decision", "cancel"]]);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(await response.text()).toContain(`Error: <code>${error}</code>`);
  }
});

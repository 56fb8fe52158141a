import { expect, it } from "vitest";
import type { FaultEffect, FaultInput } from "./faults";
import {
  companyInfo,
  connectIntuit,
  connections,
  connectXero,
  first,
  organisation,
  REDIRECT_URI,
  refresh,
  simulatorForTest,
  tokenRequest,
} from "./test-app";

async function connected() {
  const simulator = await simulatorForTest();
  const { realmId } = simulator.control.addIntuitCompany({ name: "Acme" });
  const { xeroUserId } = first(simulator.control.world().xeroUsers);
  const qbo = await connectIntuit(simulator, realmId);
  const xero = await connectXero(simulator, xeroUserId);
  const { tenantId } = first(simulator.control.world().xeroConnections);
  return { simulator, realmId, xeroUserId, tenantId, qbo, xero };
}

const onTokens = { provider: "xero", endpoint: "token" } as const;

it("dropResponse rotates, then cuts the socket; the grace brings the tokens back", async () => {
  const { simulator, xero } = await connected();
  simulator.control.addFault({ effect: { kind: "dropResponse" }, ...onTokens });
  await expect(refresh(simulator, "xero", xero.refresh_token)).rejects.toThrow("fetch failed");
  expect(simulator.control.counters().xero.refreshes).toBe(1);
  expect((await refresh(simulator, "xero", xero.refresh_token)).status).toBe(200);
  expect(simulator.control.counters().xero.spentValueUses).toBe(1);
});

it("delayResponse rotates at once and answers later, even if the client has left", async () => {
  const { simulator, xero } = await connected();
  simulator.control.addFault({ effect: { kind: "delayResponse", delayMs: 60_000 }, ...onTokens });
  const leaving = new AbortController();
  const lost = fetch(`${simulator.url}/xero/connect/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("sim-xero-client:sim-xero-secret")}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: xero.refresh_token ?? "" }),
    signal: leaving.signal,
  });
  await expect.poll(() => simulator.control.counters().xero.refreshes).toBe(1);
  leaving.abort();
  await expect(lost).rejects.toThrow("aborted");
  expect((await refresh(simulator, "xero", xero.refresh_token)).status).toBe(200);
});

it("latency holds the request back without losing it when the client leaves", async () => {
  const { simulator, xero } = await connected();
  simulator.control.addFault({ effect: { kind: "latency", delayMs: 80 }, ...onTokens });
  const fields = { grant_type: "refresh_token", refresh_token: xero.refresh_token ?? "" };
  const lost = fetch(`${simulator.url}/xero/connect/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("sim-xero-client:sim-xero-secret")}` },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(30),
  });
  await expect(lost).rejects.toThrow("timeout");
  await expect.poll(() => simulator.control.counters().xero.refreshes).toBe(1);
});

it("reset cuts the socket and changes nothing", async () => {
  const { simulator, xero } = await connected();
  simulator.control.addFault({ effect: { kind: "reset" }, ...onTokens, times: 2 });
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(refresh(simulator, "xero", xero.refresh_token)).rejects.toThrow("fetch failed");
  }
  await refresh(simulator, "xero", xero.refresh_token);
  expect(simulator.control.counters().xero).toMatchObject({ refreshes: 1, spentValueUses: 0 });
  expect(first(Object.values(simulator.control.counters().grants).filter((g) => g.refreshes === 1))).toEqual(
    expect.objectContaining({ refreshAttempts: 3, minAttemptGapMs: 0 }),
  );
});

it.each([
  ["a gateway page", { kind: "status", status: 503, retryAfterSeconds: 7 }, 503, "text/html", "7"],
  ["429", { kind: "status", status: 429 }, 429, null, "60"],
  ["403", { kind: "status", status: 403, body: "{}" }, 403, "text/html", null],
  ["200 with a page", { kind: "html" }, 200, "text/html", null],
  ["invalid_grant", { kind: "invalidGrant" }, 400, "application/json", null],
  ["invalid_client", { kind: "invalidClient" }, 400, "application/json", null],
] as const)(
  "refuses a token request with %s and changes nothing",
  async (_name, effect, status, type, retryAfter) => {
    const { simulator, xero } = await connected();
    simulator.control.addFault({ effect, ...onTokens });
    const response = await fetch(`${simulator.url}/xero/connect/token`, { method: "POST" });
    expect(response.status).toBe(status);
    if (type) expect(response.headers.get("content-type")).toContain(type);
    expect(response.headers.get("retry-after")).toBe(retryAfter);
    expect((await refresh(simulator, "xero", xero.refresh_token)).status).toBe(200);
    expect(simulator.control.counters().xero).toMatchObject({ spentValueUses: 0, faultsApplied: 1 });
  },
);

it("omitFields and a processed html answer lose what was rotated", async () => {
  const { simulator, xero, qbo } = await connected();
  const fields = ["refresh_token", "expires_in"];
  simulator.control.addFault({ effect: { kind: "omitFields", fields }, endpoint: "token", times: 2 });
  const bodies = [
    (await refresh(simulator, "xero", xero.refresh_token)).body,
    (await refresh(simulator, "qbo", qbo.refresh_token)).body,
  ];
  for (const body of bodies) {
    expect(body).toHaveProperty("access_token");
    for (const field of fields) expect(body).not.toHaveProperty(field);
  }
  simulator.control.addFault({ effect: { kind: "html", processed: true }, ...onTokens });
  await expect(refresh(simulator, "xero", xero.refresh_token)).rejects.toThrow("JSON");
  expect(simulator.control.counters().xero.refreshes).toBe(2);
});

it("slowBody sends the headers first and the whole body in small pieces", async () => {
  const { simulator, xero } = await connected();
  const effect: FaultEffect = { kind: "slowBody", bytes: 400, everyMs: 5 };
  simulator.control.addFault({ effect, ...onTokens });
  const answer = await refresh(simulator, "xero", xero.refresh_token);
  expect(answer.body.access_token).toMatch(/^eyJ/);
});

it("shapes an API's refusal as that provider does", async () => {
  const { simulator, realmId, tenantId, qbo, xero } = await connected();
  const status = (code: number): FaultInput => ({
    effect: { kind: "status", status: code },
    endpoint: "api",
  });
  const shapes = [];
  for (const code of [401, 403, 429, 500]) {
    simulator.control.addFault({ ...status(code), provider: "qbo" });
    shapes.push(Object.keys(await (await companyInfo(simulator, realmId, qbo.access_token)).json()));
  }
  expect(shapes.map((keys) => keys.find((key) => /fault/i.test(key)))).toEqual([
    "fault",
    "fault",
    "Fault",
    "Fault",
  ]);
  simulator.control.addFault({ ...status(403), tenantId });
  const forbidden = await organisation(simulator, tenantId, xero.access_token);
  expect(await forbidden.json()).toMatchObject({ Detail: "AuthenticationUnsuccessful" });
  simulator.control.addFault({ effect: { kind: "status", status: 429 }, tenantId });
  const limited = await organisation(simulator, tenantId, xero.access_token);
  expect(limited.headers.get("x-rate-limit-problem")).toBe("minute");
});

it("meets only what it is aimed at: provider, endpoint, grant type, grant, organisation", async () => {
  const { simulator, realmId, xeroUserId, qbo, xero } = await connected();
  const { control } = simulator;
  const effect: FaultEffect = { kind: "status", status: 500 };
  const other = control.addIntuitCompany({ name: "Other" });
  const otherTokens = await connectIntuit(simulator, other.realmId);
  control.addFault({ effect, tenantId: other.realmId, times: 2 });
  control.addFault({ effect, endpoint: "connections" });
  control.addFault({ effect, provider: "xero", grantType: "authorization_code" });
  const xeroGrant = first(control.grants().filter(({ owner }) => owner === xeroUserId));

  expect((await refresh(simulator, "qbo", qbo.refresh_token)).status).toBe(200);
  await expect(refresh(simulator, "qbo", otherTokens.refresh_token)).rejects.toThrow("JSON");
  expect((await companyInfo(simulator, other.realmId, otherTokens.access_token)).status).toBe(500);
  const refreshed = await refresh(simulator, "xero", xero.refresh_token);
  expect(refreshed.status).toBe(200);
  await expect(connections(simulator, refreshed.body.access_token)).rejects.toThrow("JSON");
  await expect(connectXero(simulator, xeroUserId)).rejects.toThrow("JSON");
  control.addFault({ effect, grantId: xeroGrant.id });
  await expect(refresh(simulator, "xero", refreshed.body.refresh_token)).rejects.toThrow("JSON");
  expect((await companyInfo(simulator, realmId, qbo.access_token)).status).toBe(200);
  expect(control.faults()).toEqual([]);
});

it("lasts for a period of virtual time, or hits every nth request", async () => {
  const { simulator, qbo } = await connected();
  const effect: FaultEffect = { kind: "invalidGrant" };
  const attempt = async () => (await refresh(simulator, "qbo", qbo.refresh_token)).status;
  simulator.control.addFault({ effect, forMs: 600_000 });
  expect([await attempt(), await attempt()]).toEqual([400, 400]);
  simulator.clock.advance(599_999);
  expect(await attempt()).toBe(400);
  simulator.clock.advance(1);
  expect(await attempt()).toBe(200);

  const { id } = simulator.control.addFault({ effect, every: 3, forMs: 60_000 });
  const statuses = [];
  for (let request = 0; request < 6; request++) statuses.push(await attempt());
  expect(statuses).toEqual([200, 200, 400, 200, 200, 400]);
  simulator.control.clearFaults(id);
  expect(simulator.control.faults()).toEqual([]);
});

it("names the fault's mistake", async () => {
  const { simulator } = await connected();
  const effect = { kind: "status", status: 200 } as const;
  expect(() => simulator.control.addFault({ effect })).toThrow("status");
});

it("meets key sets and discovery too", async () => {
  const { simulator } = await connected();
  simulator.control.addFault({ effect: { kind: "status", status: 502 }, endpoint: "keys", times: 2 });
  expect((await fetch(`${simulator.url}/intuit/op/v1/jwks`)).status).toBe(502);
  const xeroKeys = `${simulator.url}/xero/.well-known/openid-configuration/jwks`;
  expect((await fetch(xeroKeys)).status).toBe(502);
  expect(await (await fetch(xeroKeys)).json()).toMatchObject({ keys: [{ alg: "RS256", use: "sig" }] });
});

it("leaves a code unspent when its exchange is refused", async () => {
  const { simulator } = await connected();
  const { xeroUserId } = first(simulator.control.world().xeroUsers);
  simulator.control.addFault({ effect: { kind: "status", status: 503, body: "{}" }, endpoint: "token" });
  const refused = await connectXero(simulator, xeroUserId);
  expect(refused).toEqual({});
  const { value } = first(
    simulator.control
      .issuedTokens()
      .filter(({ kind }) => kind === "code")
      .reverse(),
  );
  const fields = { grant_type: "authorization_code", code: value, redirect_uri: REDIRECT_URI };
  expect((await tokenRequest(simulator, "xero", fields)).status).toBe(200);
});

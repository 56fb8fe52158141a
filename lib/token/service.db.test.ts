import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const world = tokenWorld();

function apiStatus(path: string, token: string, headers: Record<string, string> = {}): Promise<number> {
  const init = { headers: { authorization: `Bearer ${token}`, accept: "application/json", ...headers } };
  return fetch(`${world.simulator.url}${path}`, init).then((response) => response.status);
}

const companyInfo = (realmId: string) => `/intuit/v3/company/${realmId}/companyinfo/${realmId}`;

async function operationsOf(companyId: string): Promise<string[]> {
  const rows = await world.database.query<{ operation: string; outcome: string }>(
    `SELECT operation, outcome FROM "AuditLog" WHERE "companyId" = $1 ORDER BY "timestamp", id`,
    [companyId],
  );
  return rows.map(({ operation, outcome }) => `${operation} ${outcome}`);
}

describe("getValidToken", () => {
  test("serves the token of a fresh connection, and the provider accepts it", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const token = await world.service.getValidToken(companyId, "qbo", "dev");
    expect(await apiStatus(companyInfo(realmId), token)).toBe(200);
    expect(await operationsOf(companyId)).toEqual([
      "company.create success",
      "connection.authorize success",
      "connection.connect success",
      "token.vend success",
    ]);
  });

  test.each(["qbo", "xero"] as const)(
    "refreshes an expired %s token and keeps the new one",
    async (provider) => {
      const { companyId } = provider === "qbo" ? await world.connectQbo() : await world.connectXero();
      const first = await world.service.getValidToken(companyId, provider, "dev");
      world.simulator.clock.advance(2 * HOUR_MS);
      const second = await world.service.getValidToken(companyId, provider, "dev");
      expect(second).not.toBe(first);
      expect(await world.service.getValidToken(companyId, provider, "dev")).toBe(second);
      expect(await operationsOf(companyId)).toContain("token.refresh success");
    },
  );

  test("survives a hundred rotations over a year", async () => {
    const { companyId, tenantId } = await world.connectXero();
    for (let rotation = 0; rotation < 100; rotation++) {
      world.simulator.clock.advance(3.65 * DAY_MS);
      await world.service.getValidToken(companyId, "xero", "dev");
    }
    const token = await world.service.getValidToken(companyId, "xero", "dev");
    expect(await apiStatus("/xero/api.xro/2.0/Organisation", token, { "xero-tenant-id": tenantId })).toBe(
      200,
    );
  });

  test("asks the provider once for a hundred callers at a time", async () => {
    const { companyId, xeroUserId } = await world.connectXero();
    world.simulator.clock.advance(HOUR_MS);
    const calls = Array.from({ length: 100 }, () => world.service.getValidToken(companyId, "xero", "dev"));
    expect(new Set(await Promise.all(calls)).size).toBe(1);
    const counters = Object.values(world.simulator.control.counters().grants);
    expect(counters.find(({ owner }) => owner === xeroUserId)?.refreshes).toBe(1);
  });

  test("says the customer must reconnect once the provider ended the grant", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.control.revokeGrant({ provider: "qbo", realmId });
    world.simulator.clock.advance(2 * HOUR_MS);
    const refused = { code: "reconnect_required", owner: "customer" };
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(refused);
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(refused);
    expect((await world.service.getTokenStatus(companyId, "qbo")).status).toBe("EXPIRED");
    expect(await operationsOf(companyId)).toEqual(
      expect.arrayContaining(["token.refresh failure", "health.change failure", "token.vend refused"]),
    );
  });

  test("keeps the stored token set through an outage and goes on after it", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(2 * HOUR_MS);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      effect: { kind: "status", status: 503 },
      forMs: 10 * 60_000,
    });
    const down = { code: "provider_unavailable", retryable: true };
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(down);
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(down);
    world.simulator.clock.advance(11 * 60_000);
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).resolves.toBeTypeOf("string");
    expect((await world.service.getTokenStatus(companyId, "qbo")).status).toBe("VALID");
  });

  test("blames our configuration, not the connection, for a rejected client", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(2 * HOUR_MS);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      effect: { kind: "invalidClient" },
    });
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject({
      code: "client_rejected",
      owner: "us",
    });
    expect((await world.service.getTokenStatus(companyId, "qbo")).status).toBe("VALID");
  });

  test.each([
    ["", "qbo", "dev", "companyId"],
    ["c1", "qbo", "", "userId"],
    ["c1", "sage", "dev", "provider"],
  ])("names the field of a bad call (%j, %j, %j)", async (companyId, provider, userId, field) => {
    const call = world.service.getValidToken(companyId, provider as "qbo", userId);
    await expect(call).rejects.toMatchObject({ code: "invalid_input", field });
  });

  test("tells a company that was never connected from one that was disconnected", async () => {
    await expect(world.service.getValidToken("nobody", "qbo", "dev")).rejects.toThrow(/is not connected/);
    const { companyId } = await world.connectQbo();
    await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toThrow(/was disconnected/);
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  });
});

describe("getOAuthClient", () => {
  test("hands out intuit-oauth's client, which reads CompanyInfo and holds no refresh token", async () => {
    const { companyId, realmId } = await world.connectQbo("Client Co");
    const client = await world.service.getOAuthClient(companyId, "qbo");
    const response = await client.makeApiCall({ url: `v3/company/${realmId}/companyinfo/${realmId}` });
    expect(response.json.CompanyInfo.CompanyName).toBe("Client Co Books");
    expect(client.getToken().refresh_token ?? "").toBe("");
  });

  test("hands out xero-node's client, which reads Organisation and holds no refresh token", async () => {
    const { companyId, tenantId } = await world.connectXero("Client NZ");
    const client = await world.service.getOAuthClient(companyId, "xero");
    const { body } = await client.accountingApi.getOrganisations(tenantId);
    expect(body.organisations?.[0]?.name).toBe("Client NZ Ltd");
    expect(client.readTokenSet().refresh_token).toBeUndefined();
  });
});

describe("disconnect", () => {
  test("ends the grant at the provider when it served nobody else", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const token = await world.service.getValidToken(companyId, "qbo", "dev");
    const { providerNotTold } = await actAs(ADMIN, () =>
      world.service.disconnect({
        companyId,
        connectionType: "qbo",
      }),
    );
    expect(providerNotTold).toBeUndefined();
    expect(await apiStatus(companyInfo(realmId), token)).toBe(401);
  });

  test("takes effect here even while the provider is down", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.control.addFault({ provider: "qbo", endpoint: "revoke", effect: { kind: "reset" } });
    const ended = await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    expect(ended.providerNotTold).toMatch(/QuickBooks Online/);
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject({
      code: "no_connection",
    });
    expect(await world.engine.sendRevocations()).toBe(0);
    world.simulator.clock.advance(60_000);
    expect(await world.engine.sendRevocations()).toBe(1);
    expect(await operationsOf(companyId)).toEqual(
      expect.arrayContaining(["connection.revoke failure", "connection.revoke success"]),
    );
  });
});

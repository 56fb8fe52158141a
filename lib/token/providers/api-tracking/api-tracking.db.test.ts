import OAuthClient from "intuit-oauth";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { FaultEffect } from "@/dev/simulator/faults";
import { tokenWorld } from "@/dev/vitest/token-world";
import { createAuditBuffer } from "@/lib/audit/record/buffer";
import { startTokens } from "@/lib/boot/start/start-tokens";
import type { ProviderName, TokenService } from "@/lib/token";

const world = tokenWorld();
const HUSH = "hush-hush";

interface Row {
  [column: string]: unknown;
  apiEndpoint: string;
  responseStatus: number;
  providerRef: string | null;
}

/** Settled call: its result, or what it was rejected with, as text. */
interface Made {
  companyId: string;
  accessToken: string;
  /** Path of the call, as the audit log has it. */
  path: string;
  /** The provider's reference of the answer, as the caller sees it. */
  reference: string | undefined;
  failure: string | undefined;
}

const REFERENCE = { qbo: /^1-[0-9a-f-]{30,}$/, xero: /^[0-9a-f-]{36}$/ } as const;
const NAME = { qbo: "QuickBooks Online", xero: "Xero" } as const;

/** Makes one call with a query value and meets it with a fault. */
const makeCall = { qbo: callIntuit, xero: callXero } as const;

async function callIntuit(effect?: FaultEffect, service: TokenService = world.service): Promise<Made> {
  const { companyId, realmId } = await world.connectQbo();
  const client = await service.getOAuthClient(companyId, "qbo");
  if (effect)
    world.simulator.control.addFault({ provider: "qbo", endpoint: "api", tenantId: realmId, effect });
  const path = "/intuit/v3/company/{organisation}/companyinfo/{organisation}";
  const made = { companyId, accessToken: client.getToken().access_token ?? "", path };
  try {
    const url = `v3/company/${realmId}/companyinfo/${realmId}?minorversion=75&note=${HUSH}`;
    const { headers } = await client.makeApiCall({ url, params: { more: HUSH } });
    return { ...made, reference: String(headers.intuit_tid), failure: undefined };
  } catch (error) {
    const {
      intuitTid,
      intuit_tid = intuitTid,
      message,
    } = error as Error & Record<string, string | undefined>;
    return { ...made, reference: intuit_tid, failure: message };
  }
}

async function callXero(effect?: FaultEffect, service: TokenService = world.service): Promise<Made> {
  const { companyId, tenantId } = await world.connectXero();
  const client = await service.getOAuthClient(companyId, "xero");
  if (effect) world.simulator.control.addFault({ provider: "xero", endpoint: "api", tenantId, effect });
  const made = {
    companyId,
    accessToken: client.readTokenSet().access_token ?? "",
    path: "/xero/api.xro/2.0/Invoices",
  };
  try {
    const { response } = await client.accountingApi.getInvoices(tenantId, undefined, `Reference=="${HUSH}"`);
    return { ...made, reference: response.headers["xero-correlation-id"], failure: undefined };
  } catch (error) {
    const { response } = JSON.parse(error as string);
    return {
      ...made,
      reference: response.headers["xero-correlation-id"],
      failure: String(response.statusCode),
    };
  }
}

async function callsOf(companyId: string): Promise<Row[]> {
  return world.database.query<Row>(
    `SELECT * FROM "AuditLog" WHERE operation = 'api.call' AND "companyId" = $1 ORDER BY "timestamp", id`,
    [companyId],
  );
}

/** Rows of a company once there are `count` and everything recorded before now is committed. */
async function settledCallsOf(companyId: string, count: number): Promise<Row[]> {
  await vi.waitFor(async () => expect((await callsOf(companyId)).length).toBeGreaterThanOrEqual(count), {
    timeout: 5_000,
  });
  await world.service.getValidToken(companyId, await providerOf(companyId), "dev"); // waits for its own row's commit
  return callsOf(companyId);
}

async function providerOf(companyId: string): Promise<ProviderName> {
  const [connection] = await world.database.query<{ connectionType: ProviderName }>(
    `SELECT "connectionType" FROM "Connection" WHERE "companyId" = $1`,
    [companyId],
  );
  return connection!.connectionType;
}

afterEach(() => {
  world.simulator.control.clearFaults();
});

describe.each(["qbo", "xero"] as const)("a call through %s's client", (provider) => {
  test("leaves one row with path, method, status, time and the provider's reference", async () => {
    const made = await makeCall[provider]({ kind: "delayResponse", delayMs: 60 });
    expect(made.failure).toBeUndefined();
    const [row, ...more] = await settledCallsOf(made.companyId, 1);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      apiEndpoint: made.path,
      requestMethod: "GET",
      responseStatus: 200,
      outcome: "success",
      connectionType: provider,
      userId: "token-service",
      actorKind: "service",
      errorMessage: null,
      providerRef: expect.stringMatching(REFERENCE[provider]),
    });
    expect(row?.providerRef).toBe(made.reference);
    expect(row?.responseTime).toBeGreaterThanOrEqual(55);
    expect(row?.responseTime).toBeLessThan(5_000);
  });

  test.each([401, 403, 404, 429, 503])("is on record once when it is answered %i", async (status) => {
    const made = await makeCall[provider]({ kind: "status", status });
    expect(made.failure).toBeDefined();
    const rows = await settledCallsOf(made.companyId, 1);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      apiEndpoint: made.path,
      requestMethod: "GET",
      responseStatus: status,
      outcome: "failure",
      errorMessage: `${NAME[provider]} answered ${status}.`,
      providerRef: expect.stringMatching(REFERENCE[provider]),
    });
    if (made.reference) expect(rows[0]?.providerRef).toBe(made.reference);
  });

  test.each([{ kind: "reset" }, { kind: "dropResponse" }] as const)(
    "is on record once when it gets no answer ($kind)",
    async (effect) => {
      const made = await makeCall[provider](effect);
      expect(made.failure).toBeDefined();
      const rows = await settledCallsOf(made.companyId, 1);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        apiEndpoint: made.path,
        responseStatus: 503,
        outcome: "failure",
        errorMessage: expect.stringMatching(/ gave no answer \((ECONNRESET|socket hang up)\)\.$/),
        providerRef: null,
      });
    },
  );

  test("leaves neither a query value nor a token in any row", async () => {
    const made = [
      await makeCall[provider](),
      await makeCall[provider]({ kind: "status", status: 429 }),
      await makeCall[provider]({ kind: "html", processed: false }),
      await makeCall[provider]({ kind: "reset" }),
    ];
    for (const { companyId, accessToken } of made) {
      const text = JSON.stringify(await settledCallsOf(companyId, 1));
      expect(accessToken.length).toBeGreaterThan(20);
      expect(text).not.toContain(HUSH);
      expect(text).not.toContain("?");
      expect(text).not.toContain(accessToken.slice(-20));
    }
  });

  test("does not start while the audit log takes no rows, and says so", async () => {
    const { service, stall, resume } = await serviceThatStalls();
    const { companyId, client } = await clientOf(provider, service);
    await stall();
    const { apiCalls } = world.simulator.control.counters()[provider];
    await expect(client()).rejects.toMatchObject({ code: "audit_unavailable" });
    expect(world.simulator.control.counters()[provider].apiCalls).toBe(apiCalls);
    await resume();
    expect(await callsOf(companyId)).toEqual([]);
  });

  test("that was under way when the audit log stopped has its answer at once and its row later", async () => {
    const { service, stall, resume } = await serviceThatStalls();
    const { companyId, client } = await clientOf(provider, service);
    world.simulator.control.addFault({
      provider,
      endpoint: "api",
      effect: { kind: "delayResponse", delayMs: 1_000 },
    });
    const before = world.simulator.control.counters()[provider].apiCalls;
    const answer = client();
    await vi.waitFor(() => expect(world.simulator.control.counters()[provider].apiCalls).toBe(before + 1));
    await stall();
    expect(await answer).toMatch(/Books|Ltd/);
    await resume();
    await vi.waitFor(async () => expect(await callsOf(companyId)).toHaveLength(1), { timeout: 5_000 });
  });
});

describe("intuit-oauth", () => {
  test("is recorded for user info too, which it reads past its own axios, and for every attempt of it", async () => {
    const { userinfo_endpoint_sandbox, retryConfig } = OAuthClient;
    onTestFinished(() => {
      Object.assign(OAuthClient, { userinfo_endpoint_sandbox, retryConfig });
    });
    Object.assign(OAuthClient, {
      userinfo_endpoint_sandbox: `${world.simulator.url}/intuit/v1/openid_connect/userinfo`,
      retryConfig: { ...retryConfig, retryDelay: 1 },
    });
    const { companyId } = await world.connectQbo();
    const client = await world.service.getOAuthClient(companyId, "qbo");
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "userinfo",
      effect: { kind: "status", status: 503 },
    });
    await client.getUserInfo().catch(() => {}); // the accounting scope alone may not read it
    const rows = await settledCallsOf(companyId, 2);
    expect(rows.map(({ apiEndpoint }) => apiEndpoint)).toEqual(
      Array(2).fill("/intuit/v1/openid_connect/userinfo"),
    );
    expect(rows[0]?.responseStatus).toBe(503);
    expect(rows[1]?.responseStatus).not.toBe(503);
  });
});

describe("xero-node", () => {
  test("is recorded for each of its APIs, concurrent calls apart", async () => {
    const { companyId, tenantId } = await world.connectXero();
    const client = await world.service.getOAuthClient(companyId, "xero");
    const id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    const calls = [
      client.accountingApi.getOrganisations(tenantId),
      client.assetApi.getAssetSettings(tenantId),
      client.filesApi.getFile(tenantId, id),
      client.projectApi.getProject(tenantId, id),
      client.payrollAUApi.getSettings(tenantId),
      client.payrollUKApi.getSettings(tenantId),
      client.payrollNZApi.getSettings(tenantId),
      client.bankFeedsApi.getFeedConnections(tenantId),
      client.financeApi.getCashValidation(tenantId),
      client.appStoreApi.getSubscription(id),
    ];
    const [organisations, ...others] = await Promise.allSettled(calls);
    expect(organisations?.status).toBe("fulfilled");
    expect(others.every(({ status }) => status === "rejected")).toBe(true);
    const rows = await settledCallsOf(companyId, calls.length);
    expect(rows.map(({ apiEndpoint, responseStatus }) => `${responseStatus} ${apiEndpoint}`).sort()).toEqual([
      "200 /xero/api.xro/2.0/Organisation",
      `404 /xero/appstore/2.0/subscriptions/${id}`,
      "404 /xero/assets.xro/1.0/Settings",
      "404 /xero/bankfeeds.xro/1.0/FeedConnections",
      `404 /xero/files.xro/1.0/Files/${id}`,
      "404 /xero/finance.xro/1.0/CashValidation",
      "404 /xero/payroll.xro/1.0/Settings",
      "404 /xero/payroll.xro/2.0/Settings",
      "404 /xero/payroll.xro/2.0/Settings",
      `404 /xero/projects.xro/2.0/Projects/${id}`,
    ]);
  });

  test("is recorded for the client's own requests and for what they lead to", async () => {
    const { companyId, tenantId } = await world.connectXero();
    const client = await world.service.getOAuthClient(companyId, "xero");
    const [tenant] = await client.updateTenants();
    expect(tenant.tenantId).toBe(tenantId);
    await client.disconnect(tenant.id);
    await expect(client.disconnect(tenant.id)).rejects.toMatchObject({ response: { status: 404 } });
    const rows = await settledCallsOf(companyId, 4);
    expect(rows.map((row) => `${row.requestMethod} ${row.responseStatus} ${row.apiEndpoint}`)).toEqual([
      "GET 200 /connections",
      "GET 200 /xero/api.xro/2.0/Organisation",
      `DELETE 204 /connections/${tenant.id}`,
      `DELETE 404 /connections/${tenant.id}`,
    ]);
  });

  test("makes no row of a call it refuses itself", async () => {
    const { companyId } = await world.connectXero();
    const client = await world.service.getOAuthClient(companyId, "xero");
    await expect(client.accountingApi.getOrganisations(null as unknown as string)).rejects.toThrow(
      /xeroTenantId/,
    );
    expect(await settledCallsOf(companyId, 0)).toEqual([]);
  });

  test("keeps another client's token and calls apart", async () => {
    const [one, two] = [await world.connectXero("One"), await world.connectXero("Two")];
    const first = await world.service.getOAuthClient(one.companyId, "xero");
    const second = await world.service.getOAuthClient(two.companyId, "xero");
    const [mine, yours] = await Promise.all([
      first.accountingApi.getOrganisations(one.tenantId),
      second.accountingApi.getOrganisations(two.tenantId),
    ]);
    expect(mine.body.organisations?.[0]?.name).toBe("One Ltd");
    expect(yours.body.organisations?.[0]?.name).toBe("Two Ltd");
    expect(await settledCallsOf(one.companyId, 1)).toHaveLength(1);
    expect(await settledCallsOf(two.companyId, 1)).toHaveLength(1);
  });
});

/** A token service whose audit buffer refuses rows between `stall` and `resume`. */
async function serviceThatStalls() {
  const { database, settings, simulator } = world;
  const audit = createAuditBuffer({ database, intervalMs: 10, stalledAfterMs: 200 });
  const { service, stop } = await startTokens(settings, database, simulator.clock, { audit });
  let stalled = false;
  const resume = async () => {
    if (stalled) await database.query('ALTER TABLE "AuditLogAway" RENAME TO "AuditLog"');
    stalled = false;
  };
  const stall = async () => {
    await database.query('ALTER TABLE "AuditLog" RENAME TO "AuditLogAway"');
    stalled = true;
    audit.record({
      operation: "token.vend",
      outcome: "success",
      actor: { kind: "person", id: "u" },
      companyId: "stalled",
      connectionType: "qbo",
      apiEndpoint: "",
      requestMethod: "CALL",
      responseStatus: 200,
      atMs: simulator.clock.nowMs(),
    });
    await expect(audit.flushed()).rejects.toMatchObject({ code: "audit_unavailable" });
  };
  onTestFinished(async () => {
    await resume();
    await stop();
  });
  return { service, stall, resume };
}

/** A connected company's client, reduced to one call that answers with a name. */
async function clientOf(provider: ProviderName, service: TokenService) {
  if (provider === "qbo") {
    const { companyId, realmId } = await world.connectQbo();
    const client = await service.getOAuthClient(companyId, "qbo");
    const url = `v3/company/${realmId}/companyinfo/${realmId}`;
    const call = async () => (await client.makeApiCall({ url })).json.CompanyInfo.CompanyName as string;
    return { companyId, client: call };
  }
  const { companyId, tenantId } = await world.connectXero();
  const client = await service.getOAuthClient(companyId, "xero");
  const call = async () => {
    const { body } = await client.accountingApi.getOrganisations(tenantId);
    return body.organisations?.[0]?.name ?? "";
  };
  return { companyId, client: call };
}

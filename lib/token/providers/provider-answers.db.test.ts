import { afterEach, describe, expect, test } from "vitest";
import type { FaultInput } from "@/dev/simulator/faults";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { checkConnection } from "@/lib/health/observe/check";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";

const world = tokenWorld();
afterEach(() => world.simulator.control.clearFaults());
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const NEVER_ENDING = "9223372036854775807";

const newCompany = (name: string) =>
  actAs(ADMIN, () => addCompany({ database: world.database, clock: world.simulator.clock }, { name }));
const vend = (companyId: string, provider: ProviderName) =>
  world.service.getValidToken(companyId, provider, "dev");
const check = (companyId: string, connectionType: ProviderName) =>
  actAs(ADMIN, () =>
    checkConnection(
      { database: world.database, tokenService: world.service, clock: world.simulator.clock },
      { companyId, connectionType },
    ),
  );

function fault(
  provider: ProviderName,
  endpoint: FaultInput["endpoint"],
  effect: FaultInput["effect"],
  times = 1,
) {
  world.simulator.control.addFault({ provider, endpoint, effect, times });
}

async function grantOf(companyId: string) {
  const [grant] = await world.database.query<{
    scope: string;
    state: string;
    retryAfter: Date | null;
    accessExpiresAt: Date;
    refreshExpiresAt: Date;
    hardExpiresAt: Date | null;
  }>(`SELECT g.* FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id WHERE c."companyId" = $1`, [
    companyId,
  ]);
  if (!grant) throw new Error("The company has no grant");
  return grant;
}

const msFromNow = (at: Date | null | undefined) =>
  (at?.getTime() ?? Number.NaN) - world.simulator.clock.nowMs();

async function doubted(provider: ProviderName): Promise<Record<string, number>> {
  const { providers } = await world.engine.stats();
  const stats = providers.find(({ connectionType }) => connectionType === provider);
  return Object.fromEntries(stats?.doubtedLifetimes ?? []);
}

describe("lifetimes that can't be true", () => {
  const fields = ["expires_in", "x_refresh_token_expires_in", "x_refresh_token_hard_expires_in"];
  const all = (value: string | number) => Object.fromEntries(fields.map((name) => [name, value]));

  test.each([0, "", -1, "soon", NEVER_ENDING, 1e300])(
    "%j in a refresh is stored as the documented ones, and twenty vends are one refresh",
    async (value) => {
      const { companyId } = await world.connectQbo();
      const { hardExpiresAt } = await grantOf(companyId);
      const before = await doubted("qbo");
      world.simulator.clock.advance(HOUR_MS);
      fault("qbo", "token", { kind: "setFields", fields: all(value) }, 20);
      const { refreshes } = world.simulator.control.counters().qbo;
      for (let call = 0; call < 20; call++) await vend(companyId, "qbo");
      world.simulator.control.clearFaults();
      expect(world.simulator.control.counters().qbo.refreshes - refreshes).toBe(1);
      const grant = await grantOf(companyId);
      expect(msFromNow(grant.accessExpiresAt)).toBeCloseTo(HOUR_MS, -5);
      expect(msFromNow(grant.refreshExpiresAt)).toBeCloseTo(100 * DAY_MS, -5);
      expect(grant.hardExpiresAt).toEqual(hardExpiresAt);
      expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "VALID" });
      const after = await doubted("qbo");
      for (const name of ["access", "refresh", "hard"]) expect(after[name]).toBe((before[name] ?? 0) + 1);
    },
  );

  test("cost no consent: the code's token set is kept", async () => {
    fault("qbo", "token", { kind: "setFields", fields: all(NEVER_ENDING) });
    const { companyId } = await world.connectQbo();
    expect(msFromNow((await grantOf(companyId)).refreshExpiresAt)).toBeCloseTo(100 * DAY_MS, -5);
    await expect(vend(companyId, "qbo")).resolves.toBeTypeOf("string");
  });
});

test.each([
  ["an epoch", 1_795_861_900, 46_000],
  ["an epoch in milliseconds", 99_999_999_999_999, 46_000],
  ["ten days", 864_000, DAY_MS],
])(
  "Retry-After as %s holds a grant back for no longer than a day",
  async (_, retryAfterSeconds, longestMs) => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(HOUR_MS);
    fault("qbo", "token", { kind: "status", status: 429, retryAfterSeconds });
    await expect(vend(companyId, "qbo")).rejects.toMatchObject({ code: "provider_rate_limited" });
    const waitMs = msFromNow((await grantOf(companyId)).retryAfter);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(longestMs);
  },
);

describe("a check's answer", () => {
  const faultXml = (code: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="AuthenticationFault"><Error code="${code}"><Message>Accessing Wrong Cluster</Message></Error></Fault></IntuitResponse>`;
  const lapsed = {
    Fault: { Error: [{ Message: "Invalid Company Status", code: "6190" }], type: "ValidationFault" },
  };
  const gateway = {
    fault: {
      error: [
        {
          message:
            "Subscription for company has lapsed or Invalid destination URL is used; errorCode=007001; statusCode=400",
        },
      ],
    },
  };
  test.each([
    ["503 with the digits 6190 in a time", 503, '{"time":1795861900000}', "provider_unavailable", "provider"],
    ["200 with Fault 6190", 200, JSON.stringify(lapsed), "subscription_lapsed", "customer"],
    ["400 with errorCode=007001", 400, JSON.stringify(gateway), "subscription_lapsed", "customer"],
    ["401 with XML code 130", 401, faultXml("130"), "misconfigured", "us"],
    ["400 with XML code 6190", 400, faultXml("6190"), "subscription_lapsed", "customer"],
    ["401 with XML code 120", 401, faultXml("120"), "organisation_unavailable", "customer"],
    ["400 with a code nobody knows", 400, faultXml("4711"), "provider_unavailable", "provider"],
  ])("of %s", async (_, status, body, code, owner) => {
    const { companyId } = await world.connectQbo();
    fault("qbo", "api", { kind: "answer", status, body }, 2);
    expect((await check(companyId, "qbo")).error).toMatchObject({ code, owner });
  });

  test("that nobody knows is shown as it came", async () => {
    const { companyId } = await world.connectQbo();
    fault("qbo", "api", { kind: "answer", status: 400, body: faultXml("4711") });
    expect((await check(companyId, "qbo")).error?.message).toBe(
      'QuickBooks Online answered 400. It gave "4711" as the reason.',
    );
  });
});

test.each([
  ["access_denied", "consent_denied", "customer"],
  ["server_error", "provider_unavailable", "provider"],
  ["temporarily_unavailable", "provider_unavailable", "provider"],
  ["invalid_scope", "misconfigured", "us"],
  ["unauthorized_client", "client_rejected", "us"],
  ["made_up\u0000 by somebody", "provider_unavailable", "provider"],
])("the callback's %j is told as what it is", async (error, code, owner) => {
  const { realmId } = world.simulator.control.addIntuitCompany({ name: "Callback" });
  const companyId = await newCompany("Callback");
  const outcome = await world.consent("qbo", companyId, { realmId, error });
  expect(outcome).toMatchObject({ outcome: "refused", code, owner });
  const [row] = await world.database.query(
    `SELECT "errorMessage" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.refuse'`,
    [companyId],
  );
  expect(row?.errorMessage).toContain(error.split("\u0000")[0]);
});

test.each([
  [401, "invalid_grant", "reconnect_required", "customer"],
  [400, "invalid_scope", "misconfigured", "us"],
  [400, "unsupported_grant_type", "misconfigured", "us"],
  [401, "unauthorized_client", "client_rejected", "us"],
  [400, "temporarily_unavailable", "provider_unavailable", "provider"],
  [503, "invalid_grant", "provider_unavailable", "provider"],
])("a refresh answered %i %s is %s", async (status, error, code, owner) => {
  const { companyId } = await world.connectXero();
  world.simulator.clock.advance(HOUR_MS);
  fault("xero", "token", { kind: "answer", status, body: JSON.stringify({ error }) }, 2);
  await expect(vend(companyId, "xero")).rejects.toMatchObject({ code, owner });
});

describe("a Xero consent", () => {
  const consent = (companyId: string) => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Consenting" });
    const organisation = { name: "Consented", userIds: [xeroUserId] };
    const { tenantId } = world.simulator.control.addXeroOrganisation(organisation);
    return world.consent("xero", companyId, { xeroUserId, tenantIds: [tenantId] });
  };

  test("without a refresh token names offline_access, and is ours to mend", async () => {
    fault("xero", "token", { kind: "omitFields", fields: ["refresh_token"] });
    expect(await consent(await newCompany("Offline"))).toMatchObject({
      code: "misconfigured",
      owner: "us",
      message: expect.stringContaining("offline_access"),
    });
  });

  test("whose exchange breaks off is the provider's trouble", async () => {
    fault("xero", "token", { kind: "reset" });
    expect(await consent(await newCompany("Cut"))).toMatchObject({
      code: "provider_unavailable",
      owner: "provider",
    });
  });

  test.each([["token_type"], ["expires_in"], ["scope"], ["id_token"]])(
    "connects without %s",
    async (field) => {
      fault("xero", "token", { kind: "omitFields", fields: [field] });
      expect(await consent(await newCompany("Lesser"))).toMatchObject({ outcome: "connected" });
    },
  );

  test("stores no white space around a token", async () => {
    const company = await newCompany("Spacious");
    world.simulator.control.addFault({
      provider: "xero",
      endpoint: "token",
      effect: { kind: "setFields", fields: { scope: " accounting.contacts\u0000 ", token_type: " Bearer " } },
    });
    expect(await consent(company)).toMatchObject({ outcome: "connected" });
    expect((await grantOf(company)).scope).toBe("accounting.contacts");
  });

  test.each([120, 299])("with an id_token %i s ahead of our clock connects", async (clockAheadSeconds) => {
    world.simulator.control.setKnobs({ xero: { clockAheadSeconds } });
    expect(await consent(await newCompany("Ahead"))).toMatchObject({ outcome: "connected" });
    world.simulator.control.setKnobs({ xero: { clockAheadSeconds: 0 } });
  });

  test.each([
    [900, "15 minutes behind Xero's"],
    [-3_600, "55 minutes ahead of Xero's"],
  ])(
    "with an id_token %i s ahead names the clock, and blames nobody else",
    async (clockAheadSeconds, words) => {
      world.simulator.control.setKnobs({ xero: { clockAheadSeconds } });
      expect(await consent(await newCompany("Far ahead"))).toMatchObject({
        code: "misconfigured",
        owner: "us",
        message: expect.stringContaining(words),
      });
      world.simulator.control.setKnobs({ xero: { clockAheadSeconds: 0 } });
    },
  );
});

test.each([
  ["a NUL", "Acme\u0000 Ltd"],
  ["half a character", "Acme \ud83d Ltd"],
  ["five thousand letters", `Acme ${"long ".repeat(1_000)}`],
  ["nothing to read", "\u0000"],
])("a company whose name holds %s connects, reconnects and is checked", async (_, name) => {
  const { control } = world.simulator;
  const { realmId } = control.addIntuitCompany({ name });
  const { userId } = control.addIntuitUser({ name: "Quincy", admin: true, realmIds: [realmId] });
  const companyId = await newCompany("Named");
  expect(await world.consent("qbo", companyId, { realmId, userId })).toMatchObject({
    outcome: "connected",
  });
  expect(await world.consent("qbo", companyId, { realmId, userId }, "reconnect")).toMatchObject({
    outcome: "connected",
  });
  expect((await check(companyId, "qbo")).error).toBeNull();
  const [connection] = await world.database.query<{ tenantName: string }>(
    `SELECT "tenantName" FROM "Connection" WHERE "companyId" = $1`,
    [companyId],
  );
  expect(connection?.tenantName).toMatch(/^(Acme|Unnamed company)/);
  expect(connection?.tenantName.length).toBeLessThanOrEqual(200);
});

test("several Xero organisations with names that JSON in Postgres refuses can be chosen from", async () => {
  const { control } = world.simulator;
  const { xeroUserId } = control.addXeroUser({ name: "Many" });
  const tenantIds = ["North\u0000", "South \udc00"].map(
    (name) => control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
  );
  const outcome = await world.consent("xero", await newCompany("Choosing"), { xeroUserId, tenantIds });
  expect(outcome).toMatchObject({ outcome: "choose" });
});

describe("text from people and programs", () => {
  const companies = () => ({ database: world.database, clock: world.simulator.clock });

  test("makes a company's name storable, and refuses an id that is not", async () => {
    const companyId = await actAs(ADMIN, () => addCompany(companies(), { name: " Acme\u0000 \ud800 " }));
    const [row] = await world.database.query(`SELECT name FROM "Company" WHERE id = $1`, [companyId]);
    expect(row?.name).toBe("Acme  \ufffd");
    for (const [company, field] of [
      [{ name: "\u0000" }, "name"],
      [{ name: "Acme", id: "a\u0000b" }, "id"],
      [{ name: "Acme", id: "x".repeat(201) }, "id"],
    ] as const) {
      await expect(actAs(ADMIN, () => addCompany(companies(), company))).rejects.toMatchObject({
        code: "invalid_input",
        field,
      });
    }
  });

  test("with a NUL in a company's id is refused by name, and in a move's reason is cleaned", async () => {
    await expect(vend("a\u0000b", "qbo")).rejects.toMatchObject({
      code: "invalid_input",
      field: "companyId",
    });
    const { companyId } = await world.connectQbo();
    const request = {
      companyId,
      connectionType: "qbo",
      browserKey: "b",
      returnTo: "/",
    } as const;
    const begin = (reason: string) =>
      actAs(ADMIN, () => world.service.beginConsent({ ...request, purpose: "move", reason }));
    await expect(begin("\u0000 ")).rejects.toMatchObject({ field: "reason" });
    await expect(begin("Sold\u0000 to New Entity")).resolves.toBeInstanceOf(URL);
  });
});

test("a consent that fails in a way nobody foresaw is on record", async () => {
  const { control } = world.simulator;
  const { realmId } = control.addIntuitCompany({ name: "Unforeseen" });
  const { userId } = control.addIntuitUser({ name: "Quincy", admin: true, realmIds: [realmId] });
  const companyId = await newCompany("Unforeseen");
  await world.database.query(
    `ALTER TABLE "Connection" ADD CONSTRAINT refuses CHECK ("companyId" <> '${companyId}')`,
  );
  await expect(world.consent("qbo", companyId, { realmId, userId })).rejects.toThrow();
  await world.database.query(`ALTER TABLE "Connection" DROP CONSTRAINT refuses`);
  const rows = await world.database.query(
    `SELECT outcome, "responseStatus", "errorMessage" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.refuse'`,
    [companyId],
  );
  expect(rows).toEqual([
    { outcome: "failure", responseStatus: 500, errorMessage: "Something failed on our side (23514)." },
  ]);
});

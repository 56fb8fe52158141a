import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import type { Actor } from "@/lib/actor";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";

const world = tokenWorld();
const newCompany = (name: string) =>
  actAs(ADMIN, () => addCompany({ database: world.database, clock: world.simulator.clock }, { name }));

async function callbackFor(companyId: string, realmId: string): Promise<URLSearchParams> {
  const request = { companyId, connectionType: "qbo", purpose: "connect" } as const;
  const url = await actAs(ADMIN, () =>
    world.service.beginConsent({
      ...request,
      browserKey: "browser",
      returnTo: "/connections",
    }),
  );
  const { redirectTo } = world.simulator.control.consent({
    provider: "qbo",
    authorizeUrl: url.href,
    realmId,
  });
  return new URL(redirectTo).searchParams;
}

const complete = (
  params: URLSearchParams,
  changes: Partial<Record<"connectionType" | "browserKey", string> & { actor: Actor }> = {},
) =>
  world.service.completeConsent({
    connectionType: "qbo",
    params,
    actor: ADMIN,
    browserKey: "browser",
    ...changes,
  });

const liveConnections = async () => {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Connection" WHERE "disconnectedAt" IS NULL`,
  );
  return row?.count;
};

describe("the state of a consent", () => {
  const tokenRequests = () => world.simulator.control.counters().qbo.tokenRequests.authorization_code;

  test.each([
    ["is missing", (params: URLSearchParams) => params.delete("state"), {}],
    ["is made up", (params: URLSearchParams) => params.set("state", "x".repeat(43)), {}],
    ["comes to another provider's callback", () => {}, { connectionType: "xero" }],
    ["comes from another browser", () => {}, { browserKey: "another" }],
    ["comes from another user", () => {}, { actor: { kind: "person", id: "somebody" } as const }],
    ["is too old", () => world.simulator.clock.advance(11 * 60_000), {}],
  ])("that %s is refused before the code is spent", async (_, change, call) => {
    const { realmId } = world.simulator.control.addIntuitCompany({ name: "State Co" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
    const params = await callbackFor(await newCompany("State Co"), realmId);
    const [requests, connections] = [tokenRequests(), await liveConnections()];
    change(params);
    expect(await complete(params, call)).toMatchObject({ outcome: "refused", code: "consent_expired" });
    expect(tokenRequests()).toBe(requests);
    expect(await liveConnections()).toBe(connections);
  });

  test("counts once: of twenty identical callbacks at a time one connects, and all are told that it did", async () => {
    const { realmId } = world.simulator.control.addIntuitCompany({ name: "Once Co" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
    const params = await callbackFor(await newCompany("Once Co"), realmId);
    const requests = tokenRequests();
    const ends = await Promise.all(Array.from({ length: 20 }, () => complete(params)));
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]).toMatchObject({ outcome: "connected", tenantName: "Once Co" });
    expect(tokenRequests()).toBe(requests + 1);
  });
});

describe("a consent", () => {
  test("that was denied says so and changes nothing", async () => {
    const companyId = await newCompany("Denied Co");
    expect(await world.consent("qbo", companyId, { deny: true })).toMatchObject({ code: "consent_denied" });
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  });

  test("whose realmId was swapped in the browser connects nothing", async () => {
    const mine = world.simulator.control.addIntuitCompany({ name: "Mine" });
    const other = world.simulator.control.addIntuitCompany({ name: "Other" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [mine.realmId] });
    const companyId = await newCompany("Swapped Co");
    const params = await callbackFor(companyId, mine.realmId);
    params.set("realmId", other.realmId);
    expect((await complete(params)).outcome).toBe("refused");
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  });

  test("for another company's organisation on reconnect is refused by both names, and the old grant still vends", async () => {
    const { companyId } = await world.connectQbo("Right");
    const wrong = world.simulator.control.addIntuitCompany({ name: "Wrong Books" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [wrong.realmId] });
    const before = await world.service.getValidToken(companyId, "qbo", "dev");
    const reconnect = world.consent("qbo", companyId, { realmId: wrong.realmId }, "reconnect");
    expect(await reconnect).toMatchObject({
      code: "wrong_organisation",
      message: expect.stringMatching(/Right Books.*Wrong Books/),
    });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).toBe(before);
  });

  test("moves a company to another organisation on purpose, with its reason on record, and leaves the former one", async () => {
    const { companyId, realmId } = await world.connectQbo("Mover");
    const before = await world.service.getValidToken(companyId, "qbo", "dev");
    const other = world.simulator.control.addIntuitCompany({ name: "New Entity" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [other.realmId] });
    const request = { companyId, connectionType: "qbo", browserKey: "browser", returnTo: "/" };
    await expect(
      actAs(ADMIN, () => world.service.beginConsent({ ...request, purpose: "move" })),
    ).rejects.toMatchObject({
      field: "reason",
    });
    const url = await actAs(ADMIN, () =>
      world.service.beginConsent({
        ...request,
        purpose: "move",
        reason: "Sold to New Entity",
      }),
    );
    const { redirectTo } = world.simulator.control.consent({
      provider: "qbo",
      authorizeUrl: url.href,
      realmId: other.realmId,
    });
    expect(await complete(new URL(redirectTo).searchParams)).toMatchObject({ tenantName: "New Entity" });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).not.toBe(before);
    const [row] = await world.database.query(
      `SELECT "errorMessage" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.move'`,
      [companyId],
    );
    expect(row?.errorMessage).toBe("From Mover Books to New Entity: Sold to New Entity");
    expect(await world.engine.sendRevocations()).toBe(1);
    const path = `/intuit/v3/company/${realmId}/companyinfo/${realmId}`;
    const former = await fetch(`${world.simulator.url}${path}`, {
      headers: { authorization: `Bearer ${before}` },
    });
    expect(former.status).toBe(401);
  });

  test("that could not be verified rests, and is settled later without a new one", async () => {
    const { realmId } = world.simulator.control.addIntuitCompany({ name: "Resting Books" });
    world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
    const params = await callbackFor(await newCompany("Resting"), realmId);
    world.simulator.control.addFault({ provider: "qbo", endpoint: "api", effect: { kind: "reset" } });
    const resting = await complete(params);
    if (resting.outcome !== "resting") throw new Error(`expected it to rest, got ${resting.outcome}`);
    expect(await world.service.restingConsent(resting.pendingConsentId, ADMIN)).toMatchObject({
      message: expect.stringContaining("QuickBooks Online"),
    });
    const requests = world.simulator.control.counters().qbo.tokenRequests.authorization_code;
    expect(await world.service.settleConsent(resting.pendingConsentId, ADMIN)).toMatchObject({
      outcome: "connected",
    });
    expect(world.simulator.control.counters().qbo.tokenRequests.authorization_code).toBe(requests);
  });

  test("brings a dead connection back", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.control.revokeGrant({ provider: "qbo", realmId });
    world.simulator.clock.advance(2 * 3_600_000);
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).rejects.toThrow();
    expect(await world.consent("qbo", companyId, { realmId }, "reconnect")).toMatchObject({
      outcome: "connected",
      reconnected: true,
    });
    await expect(world.service.getValidToken(companyId, "qbo", "dev")).resolves.toBeTypeOf("string");
  });

  test("for an organisation that another company holds is refused by that company's name", async () => {
    const { realmId } = await world.connectQbo("First Come");
    const second = world.consent("qbo", await newCompany("Second"), { realmId });
    expect(await second).toMatchObject({
      code: "organisation_taken",
      message: expect.stringContaining("First Come"),
    });
  });

  test("for several Xero organisations asks which, and takes the answer once", async () => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Many" });
    const tenantIds = ["North", "South"].map(
      (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
    );
    const companyId = await newCompany("South Co");
    const asked = await world.consent("xero", companyId, { xeroUserId, tenantIds });
    if (asked.outcome !== "choose") throw new Error(`expected a choice, got ${asked.outcome}`);
    expect(asked.tenants.map(({ tenantName }) => tenantName).sort()).toEqual(["North", "South"]);
    const choose = () => world.service.settleConsent(asked.pendingConsentId, ADMIN, tenantIds[1]);
    expect(await choose()).toMatchObject({ outcome: "connected", tenantName: "South" });
    await expect(choose()).rejects.toMatchObject({ code: "consent_expired" });
  });

  test("by the same Xero user for a second company shares the grant; disconnecting one leaves the other", async () => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Shared" });
    const [east = "", west = ""] = ["East", "West"].map(
      (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
    );
    const [first, second] = [await newCompany("East Co"), await newCompany("West Co")];
    await world.consent("xero", first, { xeroUserId, tenantIds: [east] });
    await world.consent("xero", second, { xeroUserId, tenantIds: [west] });
    world.simulator.clock.advance(3_600_000);
    expect(await world.service.getValidToken(first, "xero", "dev")).toBe(
      await world.service.getValidToken(second, "xero", "dev"),
    );
    await actAs(ADMIN, () => world.service.disconnect({ companyId: first, connectionType: "xero" }));
    const probe = { companyId: second, connectionType: "xero" };
    expect(await actAs(ADMIN, () => world.service.probe(probe))).toMatchObject({ tenantName: "West" });
  });
});

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { type ConsentChoice, choiceOf } from "@/dev/world/consent";
import type { ProviderName } from "@/lib/token";

const world = tokenWorld();

/** From a provider's own page here, through its consent, and back. */
async function visit(provider: ProviderName, choice: ConsentChoice) {
  const browserKey = randomBytes(16).toString("hex");
  const request = { connectionType: provider, browserKey, returnTo: "/reconnect" };
  const url = await world.service.beginVisit(request);
  const { redirectTo } = world.simulator.control.consent({ provider, authorizeUrl: url.href, ...choice });
  const params = new URL(redirectTo).searchParams;
  const callback = { connectionType: provider, params, browserKey };
  const consenter = await world.service.publicConsenter(callback);
  if (!consenter?.isHere) throw new Error("The state names no visitor");
  return world.service.completeConsent({ ...callback, actor: consenter.actor });
}

const VISITED = { outcome: "visited", returnTo: "/reconnect" };

const TABLES = [
  "Company",
  "Connection",
  "Grant",
  "PendingConsent",
  "ConnectionHealth",
  "HealthInterval",
  "Revocation",
  "Event",
  "Link",
];

async function counts() {
  const rows = TABLES.map(async (table) => {
    const [row] = await world.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${table}"`,
    );
    return [table, row?.count];
  });
  return Object.fromEntries(await Promise.all(rows));
}

const endOf = (tenantId: string) =>
  world.simulator.control.grants().findLast((grant) => grant.realmId === tenantId || grant.owner === tenantId)
    ?.endedBy;

describe("threat 42: a consent on a provider's own page", () => {
  test.each(["qbo", "xero"] as const)(
    "renews the connection that %s's live call proves",
    async (provider) => {
      const subject = await world.connectNew(provider);
      await world.database.query(`UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = $1`, [
        subject.grantId,
      ]);
      const outcome = await visit(provider, choiceOf(provider, subject));
      expect(outcome).toEqual({ outcome: "visited", returnTo: "/reconnect" });
      expect(await world.service.getValidToken(subject.companyId, provider, "product")).toBeTruthy();
      const [row] = await world.database.query(
        `SELECT "actorKind", "userId" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.reconnect'`,
        [subject.companyId],
      );
      expect(row).toEqual({ actorKind: "visitor", userId: "reconnect page" });
    },
  );

  test.each(["qbo", "xero"] as const)(
    "of an organisation that nobody here has at %s creates nothing, and its access is ended",
    async (provider) => {
      const stranger = world.newCustomer(provider);
      const before = await counts();
      const outcome = await visit(provider, choiceOf(provider, stranger));
      expect(outcome).toEqual({ outcome: "visited", returnTo: "/reconnect" });
      expect(await counts()).toEqual(before);
      expect(endOf(stranger.owner)).toBe("revoked");
    },
  );

  test("renews every company of a Xero person that they chose", async () => {
    const first = await world.connectXero();
    const second = await world.newCompany("Second");
    const { tenantId } = world.simulator.control.addXeroOrganisation({
      name: "Second Ltd",
      userIds: [first.xeroUserId],
    });
    await world.consent("xero", second, { xeroUserId: first.xeroUserId, tenantIds: [tenantId] });
    await world.database.query(`UPDATE "Grant" SET state = 'needs_reconnecting' WHERE subject = $1`, [
      first.xeroUserId,
    ]);
    await visit("xero", { xeroUserId: first.xeroUserId, tenantIds: [first.tenantId, tenantId] });
    for (const companyId of [first.companyId, second])
      expect(await world.service.getValidToken(companyId, "xero", "product")).toBeTruthy();
  });

  test("of one person with ten companies identifies once, stores the grant once, and has a row of each", async () => {
    const first = await world.connectXero();
    const companies = [first.companyId];
    const tenantIds = [first.tenantId];
    while (companies.length < 10) {
      const company = await world.newCompany(`No. ${companies.length}`);
      const organisation = { name: `No. ${companies.length}`, userIds: [first.xeroUserId] };
      const { tenantId } = world.simulator.control.addXeroOrganisation(organisation);
      await world.consent("xero", company, { xeroUserId: first.xeroUserId, tenantIds: [tenantId] });
      companies.push(company);
      tenantIds.push(tenantId);
    }
    const count = async (what: string) => {
      const [row] = await world.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${what}`,
      );
      return row?.count ?? 0;
    };
    const before = await count(`"AuditLog"`);
    expect(await visit("xero", { xeroUserId: first.xeroUserId, tenantIds })).toMatchObject(VISITED);
    expect((await count(`"AuditLog"`)) - before).toBe(10);
    expect(await count(`"AuditLog" WHERE operation = 'connection.reconnect'`)).toBeGreaterThanOrEqual(10);
    for (const companyId of companies)
      expect(await world.service.getValidToken(companyId, "xero", "product")).toBeTruthy();
  });

  test("renews the others where one organisation refuses, and ends nobody's consent", async () => {
    const { control } = world.simulator;
    const [earlier, later] = ["Earlier", "Later"].map((name) => control.addXeroUser({ name }));
    if (!earlier || !later) throw new Error("no users");
    const companies: string[] = [];
    const tenantIds: string[] = [];
    for (const name of ["A", "B"]) {
      const userIds = [earlier.xeroUserId, later.xeroUserId];
      const { tenantId } = control.addXeroOrganisation({ name, userIds });
      const company = await world.newCompany(name);
      await world.consent("xero", company, { xeroUserId: earlier.xeroUserId, tenantIds: [tenantId] });
      companies.push(company);
      tenantIds.push(tenantId);
    }
    await world.database.query(
      `UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id IN
         (SELECT "grantId" FROM "Connection" WHERE "companyId" = ANY($1))`,
      [companies],
    );
    control.addFault({
      provider: "xero",
      endpoint: "api",
      effect: { kind: "status", status: 403 },
      times: 1,
    });
    expect(await visit("xero", { xeroUserId: later.xeroUserId, tenantIds })).toMatchObject(VISITED);
    world.simulator.clock.advance(60 * 60_000);
    await world.engine.sendRevocations();
    const states = companies.map((companyId) =>
      world.service.getValidToken(companyId, "xero", "product").then(
        () => "works",
        () => "refused",
      ),
    );
    expect((await Promise.all(states)).toSorted()).toEqual(["refused", "works"]);
  });

  test("does not bring back what an admin disconnected", async () => {
    const subject = await world.connectNew("qbo");
    const { companyId } = subject;
    await world.database.query(`UPDATE "Connection" SET "disconnectedAt" = now() WHERE "companyId" = $1`, [
      companyId,
    ]);
    await visit("qbo", choiceOf("qbo", subject));
    await expect(world.service.getValidToken(companyId, "qbo", "product")).rejects.toMatchObject({
      code: "no_connection",
    });
    expect(endOf(subject.tenantId)).toBe("revoked");
  });

  test("that the provider can't end at once is told again by the jobs", async () => {
    const stranger = world.newCustomer("qbo");
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "qbo", endpoint: "revoke", effect, times: 2 });
    expect(await visit("qbo", choiceOf("qbo", stranger))).toMatchObject({ outcome: "visited" });
    expect(await world.database.query(`SELECT 1 FROM "Revocation"`)).toHaveLength(1);
    world.simulator.clock.advance(10 * 60_000);
    await world.engine.sendRevocations();
    expect(endOf(stranger.tenantId)).toBe("revoked");
  });

  test("1,000 realms: known and unknown answer alike", async () => {
    const known = await world.connectNew("qbo");
    const answers = new Set<string>([JSON.stringify(await visit("qbo", choiceOf("qbo", known)))]);
    const before = await counts();
    for (let nth = 0; nth < 999; nth++)
      answers.add(JSON.stringify(await visit("qbo", choiceOf("qbo", world.newCustomer("qbo")))));
    expect([...answers]).toHaveLength(1);
    expect(await counts()).toEqual(before);
  }, 300_000);
});

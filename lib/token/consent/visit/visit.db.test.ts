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
  const actor = await world.service.publicConsenter({ params, browserKey });
  if (!actor) throw new Error("The state names no visitor");
  return world.service.completeConsent({ connectionType: provider, params, browserKey, actor });
}

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
    const [waiting] = await world.database.query(`SELECT 1 FROM "Revocation" WHERE "tenantId" = $1`, [
      stranger.tenantId,
    ]);
    expect(waiting).toBeDefined();
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

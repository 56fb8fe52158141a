import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { choiceOf } from "@/dev/world/consent";
import { MINUTE_MS } from "@/lib/time/durations";
import type { ProviderName } from "@/lib/token";

const world = tokenWorld();
const UNAVAILABLE = { kind: "status", status: 503 } as const;

interface Customer {
  tenantId: string;
  owner: string;
}

/** From a provider's own page here, through its consent, and back. */
async function visit(provider: ProviderName, customer: Customer, claimedRealm?: string) {
  const browserKey = randomBytes(16).toString("hex");
  const url = await world.service.beginVisit({
    connectionType: provider,
    browserKey,
    returnTo: "/reconnect",
  });
  const { redirectTo } = world.simulator.control.consent({
    provider,
    authorizeUrl: url.href,
    ...choiceOf(provider, customer),
  });
  const params = new URL(redirectTo).searchParams;
  if (claimedRealm) params.set("realmId", claimedRealm);
  const actor = { kind: "visitor", id: "reconnect page" } as const;
  return world.service.completeConsent({ connectionType: provider, params, browserKey, actor });
}

async function broken(provider: ProviderName) {
  const subject = await world.connectNew(provider);
  await world.database.query(`UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = $1`, [
    subject.grantId,
  ]);
  return subject;
}

const failing = (endpoint: "api" | "connections", provider: ProviderName, times: number) =>
  world.simulator.control.addFault({ provider, endpoint, effect: UNAVAILABLE, times });
const rests = () => world.database.query(`SELECT 1 FROM "PendingConsent"`);
const endOf = ({ owner }: Customer) =>
  world.simulator.control.grants().findLast((grant) => grant.realmId === owner || grant.owner === owner)
    ?.endedBy;
const VISITED = { outcome: "visited", returnTo: "/reconnect" };

afterEach(async () => {
  world.simulator.control.clearFaults();
  expect(await rests()).toEqual([]);
});

describe("a visit that meets a passing failure", () => {
  test.each([
    ["qbo", "api"],
    ["xero", "connections"],
    ["xero", "api"],
  ] as const)("at %s's %s rests, and a job renews the connection", async (provider, endpoint) => {
    const subject = await broken(provider);
    failing(endpoint, provider, 1);
    expect(await visit(provider, subject)).toEqual(VISITED);
    expect(await rests()).toHaveLength(1);
    await world.engine.settleRests();
    expect(await world.service.getValidToken(subject.companyId, provider, "product")).toBeTruthy();
  });

  test.each([
    ["qbo", "api"],
    ["xero", "connections"],
  ] as const)("at %s, of an organisation that nobody has, ends its access", async (provider, endpoint) => {
    const stranger = world.newCustomer(provider);
    failing(endpoint, provider, 1);
    expect(await visit(provider, stranger)).toEqual(VISITED);
    await world.engine.settleRests();
    expect(endOf(stranger)).toBe("revoked");
  });

  test.each(["qbo", "xero"] as const)(
    "at %s and is made again does not put its older token set in the newer one's place",
    async (provider) => {
      const subject = await broken(provider);
      failing(provider === "qbo" ? "api" : "connections", provider, 1);
      await visit(provider, subject);
      world.simulator.clock.advance(MINUTE_MS);
      expect(await visit(provider, subject)).toEqual(VISITED);
      await world.engine.settleRests();
      world.simulator.clock.advance(2 * 60 * MINUTE_MS);
      expect(await world.service.getValidToken(subject.companyId, provider, "product")).toBeTruthy();
      await world.engine.sendRevocations();
      world.simulator.clock.advance(2 * 60 * MINUTE_MS);
      expect(await world.service.getValidToken(subject.companyId, provider, "product")).toBeTruthy();
    },
  );

  test("that does not pass ends its access before the rest expires", async () => {
    const stranger = world.newCustomer("qbo");
    failing("api", "qbo", 100);
    await visit("qbo", stranger);
    await world.engine.settleRests();
    expect(await rests()).toHaveLength(1);
    world.simulator.clock.advance(26 * MINUTE_MS);
    await world.engine.settleRests();
    await world.engine.sendRevocations();
    expect(endOf(stranger)).toBe("revoked");
  });

  test("while no jobs run is not deleted, and its access is ended later", async () => {
    const stranger = world.newCustomer("qbo");
    failing("api", "qbo", 100);
    await visit("qbo", stranger);
    world.simulator.clock.advance(3 * 60 * MINUTE_MS);
    await world.engine.sweepConsents();
    expect(await rests()).toHaveLength(1);
    await world.engine.settleRests();
    await world.engine.sendRevocations();
    expect(endOf(stranger)).toBe("revoked");
  });
});

test("a visit that names another realm than its own ends its access", async () => {
  const stranger = world.newCustomer("qbo");
  const victim = await world.connectNew("qbo");
  expect(await visit("qbo", stranger, victim.tenantId)).toMatchObject({ outcome: "refused" });
  await world.engine.sendRevocations();
  expect(endOf(stranger)).toBe("revoked");
  expect(await world.service.getValidToken(victim.companyId, "qbo", "product")).toBeTruthy();
});

import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { findConnection, findConnectionOf } from "@/lib/health/connections/connection-detail";
import { actAs } from "@/lib/request-context";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIVE = Array.from({ length: 5 });
const BROWSER = { browserKey: "browser", returnTo: "/connections" };
const world = tokenWorld();

async function rowsOf(companyId: string, operation: string) {
  return world.database.query<{ userId: string; actorKind: string; errorMessage: string | null }>(
    `SELECT "userId", "actorKind", outcome, "responseStatus", "errorMessage" FROM "AuditLog"
     WHERE "companyId" = $1 AND operation = $2 ORDER BY "timestamp", id`,
    [companyId, operation],
  );
}

async function untold(companyId: string) {
  const id = (await findConnectionOf(world, companyId, "xero")) ?? "";
  return (await findConnection({ database: world.database, clock: world.simulator.clock }, id))
    ?.untoldProvider;
}

/** The callback of a consent that moves a company to an organisation that its person has not connected yet. */
async function moveOf(companyId: string) {
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Another bookkeeper" });
  const organisation = { name: "New Books Ltd", userIds: [xeroUserId] };
  const { tenantId } = world.simulator.control.addXeroOrganisation(organisation);
  const request = { companyId, connectionType: "xero", ...BROWSER } as const;
  const url = await actAs(ADMIN, () =>
    world.service.beginConsent({ ...request, purpose: "move", reason: "New books" }),
  );
  const { redirectTo } = world.simulator.control.consent({
    provider: "xero",
    authorizeUrl: url.href,
    xeroUserId,
    tenantIds: [tenantId],
  });
  const params = new URL(redirectTo).searchParams;
  const callback = { connectionType: "xero", params, actor: ADMIN, browserKey: BROWSER.browserKey };
  return { tenantId, complete: () => world.service.completeConsent(callback) };
}

/** A company that was moved: it works, on its present organisation alone, and the provider was told of the former once. */
async function expectLeft(
  companyId: string,
  { former, present, disconnects }: { former: string; present: string; disconnects: number },
): Promise<void> {
  await world.engine.sendRevocations();
  await expect(world.service.getValidToken(companyId, "xero", "dev")).resolves.toBeTypeOf("string");
  const live = await world.database.query(
    `SELECT "tenantId" FROM "Connection" WHERE "companyId" = $1 AND "disconnectedAt" IS NULL`,
    [companyId],
  );
  expect(live).toEqual([{ tenantId: present }]);
  expect(await rowsOf(companyId, "connection.disconnect")).toHaveLength(disconnects);
  expect(await rowsOf(companyId, "connection.revoke")).toMatchObject([{ outcome: "success" }]);
  const reached = world.simulator.control.world().xeroConnections.map(({ tenantId }) => tenantId);
  expect([reached.includes(former), reached.includes(present)]).toEqual([false, true]);
}

async function waitingForLocks(): Promise<number> {
  const [waiting] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting?.count ?? 0;
}

describe("a disconnect", () => {
  test("that five ask for at once happens once, and four are told that there is nothing left", async () => {
    const { companyId } = await world.connectXero();
    const request = { companyId, connectionType: "xero" };
    const ends = await Promise.allSettled(
      FIVE.map(() => actAs(ADMIN, () => world.service.disconnect(request))),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends) {
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "no_connection" });
    }
    expect(await rowsOf(companyId, "connection.disconnect")).toHaveLength(1);
    expect(await rowsOf(companyId, "connection.revoke")).toHaveLength(1);
  });

  test("that was decided on before a move does not end the organisation that the company moved to", async () => {
    const { companyId } = await world.connectXero();
    const move = await moveOf(companyId);
    const ends: Promise<PromiseSettledResult<unknown>[]>[] = [];
    await world.database.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM "Connection" WHERE "companyId" = $1 FOR UPDATE`, [companyId]);
      ends.push(Promise.allSettled([move.complete()]));
      await expect.poll(waitingForLocks).toBe(1);
      // It reads what the company is connected to now, and waits for the move to be through.
      ends.push(
        Promise.allSettled([
          actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" })),
        ]),
      );
      await expect.poll(waitingForLocks).toBe(2);
    });
    const [moved, disconnected] = (await Promise.all(ends)).flat();
    expect(moved).toMatchObject({ value: { outcome: "connected" } });
    expect(disconnected).toMatchObject({ reason: { code: "wrong_organisation" } });
    const [connection] = await world.database.query(
      `SELECT "tenantId", "disconnectedAt" FROM "Connection" WHERE "companyId" = $1`,
      [companyId],
    );
    expect(connection).toEqual({ tenantId: move.tenantId, disconnectedAt: null });
    await expect(world.service.getValidToken(companyId, "xero", "dev")).resolves.toBeTypeOf("string");
    expect(await rowsOf(companyId, "connection.disconnect")).toEqual([]);
    expect(await world.engine.sendRevocations()).toBe(1);
  });

  test("that comes before a move ends the former organisation, and the move connects the new one", async () => {
    const { companyId, tenantId } = await world.connectXero();
    const move = await moveOf(companyId);
    const ends: Promise<PromiseSettledResult<unknown>[]>[] = [];
    await world.database.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM "Connection" WHERE "companyId" = $1 FOR UPDATE`, [companyId]);
      ends.push(
        Promise.allSettled([
          actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" })),
        ]),
      );
      await expect.poll(waitingForLocks).toBe(1);
      ends.push(Promise.allSettled([move.complete()]));
      await expect.poll(waitingForLocks).toBe(2);
    });
    const [disconnected, moved] = (await Promise.all(ends)).flat();
    expect(disconnected?.status).toBe("fulfilled");
    expect(moved).toMatchObject({ value: { outcome: "connected" } });
    await expectLeft(companyId, { former: tenantId, present: move.tenantId, disconnects: 1 });
  });

  test("that races a move has one of two outcomes, and the organisation left behind is told once in either", async () => {
    for (let round = 0; round < 8; round++) {
      const { companyId, tenantId } = await world.connectXero();
      const move = await moveOf(companyId);
      const disconnect = () =>
        actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" }));
      // Whichever begins first; from there on both run at once.
      const [first, second] = round % 2 === 0 ? [disconnect, move.complete] : [move.complete, disconnect];
      const results = await Promise.allSettled([first(), second()]);
      const [disconnected, moved] = round % 2 === 0 ? results : [results[1], results[0]];
      expect(moved).toMatchObject({ value: { outcome: "connected" } });
      if (disconnected?.status === "rejected") {
        expect(disconnected.reason).toMatchObject({ code: "wrong_organisation" });
      }
      const disconnects = disconnected?.status === "fulfilled" ? 1 : 0;
      await expectLeft(companyId, { former: tenantId, present: move.tenantId, disconnects });
    }
  });

  test("of the last two companies of one grant at once ends the grant", async () => {
    for (let round = 0; round < 5; round++) {
      const first = await world.connectXero();
      const second = await world.connectXero();
      const { tenantId } = world.simulator.control.addXeroOrganisation({
        name: `Shared ${round} Ltd`,
        userIds: [first.xeroUserId],
      });
      await actAs(ADMIN, () =>
        world.service.disconnect({ companyId: second.companyId, connectionType: "xero" }),
      );
      const choice = { xeroUserId: first.xeroUserId, tenantIds: [tenantId] };
      expect(await world.consent("xero", second.companyId, choice)).toMatchObject({ outcome: "connected" });
      await Promise.all(
        [first, second].map(({ companyId }) =>
          actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" })),
        ),
      );
      const [grant] = await world.database.query(`SELECT state FROM "Grant" WHERE subject = $1`, [
        first.xeroUserId,
      ]);
      expect(grant).toEqual({ state: "revoked" });
    }
  });
});

describe("a resting consent", () => {
  test("that is settled five times at once connects once", async () => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Chooser" });
    const tenantIds = ["One Ltd", "Two Ltd"].map(
      (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
    );
    const { companyId } = await world.connectXero();
    await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" }));
    const outcome = await world.consent("xero", companyId, { xeroUserId, tenantIds });
    if (outcome.outcome !== "choose") throw new Error(outcome.outcome);
    const settle = () => world.service.settleConsent(outcome.pendingConsentId, ADMIN, tenantIds[0]);
    const before = (await rowsOf(companyId, "connection.connect")).length;
    const ends = await Promise.allSettled(FIVE.map(settle));
    const connected = ends.filter((end) => end.status === "fulfilled" && end.value.outcome === "connected");
    expect(connected).toHaveLength(1);
    expect(await rowsOf(companyId, "connection.connect")).toHaveLength(before + 1);
    const [grant] = await world.database.query(`SELECT generation FROM "Grant" WHERE subject = $1`, [
      xeroUserId,
    ]);
    // The former grant ended as 2, and this one was never replaced.
    expect(grant).toEqual({ generation: 3 });
  });
});

describe("a provider that can't be told of a disconnect", () => {
  test("is not asked again once it refused for good, and people see it", async () => {
    const { companyId } = await world.connectXero();
    const effect = { kind: "status", status: 400, body: '{"error":"invalid_request"}' } as const;
    world.simulator.control.addFault({ provider: "xero", endpoint: "revoke", effect, forMs: 90 * DAY_MS });
    const request = { companyId, connectionType: "xero" };
    expect(await actAs(ADMIN, () => world.service.disconnect(request))).toMatchObject({
      givenUp: true,
      providerNotTold: expect.stringContaining("400"),
    });
    for (let day = 0; day < 10; day++) {
      world.simulator.clock.advance(DAY_MS);
      expect(await world.engine.sendRevocations()).toBe(0);
    }
    const rows = await rowsOf(companyId, "connection.revoke");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.errorMessage).toContain("is not told again");
    expect(await untold(companyId)).toMatchObject({
      nextAttemptAt: null,
      lastError: expect.stringContaining("400"),
    });
    world.simulator.control.clearFaults();
  });

  test("is asked for a week while it is in trouble, then no more: by the person first, then by Countersign for them", async () => {
    const { companyId } = await world.connectXero();
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "xero", endpoint: "revoke", effect, forMs: 90 * DAY_MS });
    const request = { companyId, connectionType: "xero" };
    expect(await actAs(ADMIN, () => world.service.disconnect(request))).toMatchObject({ givenUp: false });
    for (let hour = 0; hour < 8 * 24; hour += 4) {
      world.simulator.clock.advance(4 * HOUR_MS);
      await world.engine.sendRevocations();
    }
    const rows = await rowsOf(companyId, "connection.revoke");
    expect(rows.length).toBeGreaterThan(10);
    const [told, ...toldAgain] = rows.map(({ userId, actorKind }) => [userId, actorKind]);
    expect(told).toEqual([ADMIN.id, "user"]);
    expect(new Set(toldAgain.map(String))).toEqual(new Set([`${ADMIN.id},system`]));
    expect(rows.at(-1)?.errorMessage).toContain("is not told again");
    expect(await untold(companyId)).toMatchObject({ nextAttemptAt: null });
    world.simulator.clock.advance(DAY_MS);
    await world.engine.sendRevocations();
    expect(await rowsOf(companyId, "connection.revoke")).toHaveLength(rows.length);
    world.simulator.control.clearFaults();
  });
});

import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { SOFT_WINDOW_START_SQL, softWindowStartMs } from "../vend/soft-window";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const world = tokenWorld();

async function grantOf(companyId: string) {
  const [grant] = await world.database.query(
    `SELECT g.* FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id WHERE c."companyId" = $1`,
    [companyId],
  );
  if (!grant) throw new Error("no grant");
  return grant;
}
const dueIds = async () => (await world.engine.findDueGrants(1_000)).map(({ grantId }) => grantId);
const isDue = async (companyId: string) => (await dueIds()).includes((await grantOf(companyId)).id);
const keepFresh = async () => world.engine.keepFresh(await world.engine.findDueGrants(1_000));
const vendedAt = (companyId: string, atMs: number) =>
  world.database.query(
    `UPDATE "Grant" SET "lastVendedAt" = $2
     WHERE id = (SELECT "grantId" FROM "Connection" WHERE "companyId" = $1)`,
    [companyId, new Date(atMs)],
  );
const refreshesOf = (owner: string) => {
  const all = Object.values(world.simulator.control.counters().grants);
  return all.find((grant) => grant.owner === owner) ?? { refreshes: 0, refreshAttempts: 0 };
};

describe("findDueGrants", () => {
  test("finds a grant in use when its soft window begins, and no earlier", async () => {
    const { companyId } = await world.connectXero();
    await vendedAt(companyId, world.simulator.clock.nowMs());
    const { issuedAt, accessExpiresAt } = await grantOf(companyId);
    const times = { issuedAtMs: issuedAt.getTime(), accessExpiresAtMs: accessExpiresAt.getTime() };
    world.simulator.clock.setRate(0);
    world.simulator.clock.setTo(softWindowStartMs(times) - 1);
    expect(await isDue(companyId)).toBe(false);
    world.simulator.clock.advance(1);
    expect(await isDue(companyId)).toBe(true);
    world.simulator.clock.setRate(1);
  });

  test("finds a grant that nobody asks for once a day", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(DAY_MS - HOUR_MS);
    expect(await isDue(companyId)).toBe(false);
    world.simulator.clock.advance(HOUR_MS);
    expect(await isDue(companyId)).toBe(true);
    await keepFresh();
    expect(await isDue(companyId)).toBe(false);
    world.simulator.clock.advance(DAY_MS - MINUTE_MS);
    expect(await isDue(companyId)).toBe(false);
    world.simulator.clock.advance(MINUTE_MS);
    expect(await isDue(companyId)).toBe(true);
    await keepFresh();
  });

  test("counts a grant as in use for a day after its last vend", async () => {
    const { companyId } = await world.connectQbo();
    await vendedAt(companyId, world.simulator.clock.nowMs());
    world.simulator.clock.advance(HOUR_MS);
    expect(await isDue(companyId)).toBe(true);
    world.simulator.clock.advance(22 * HOUR_MS);
    await keepFresh();
    world.simulator.clock.advance(2 * HOUR_MS);
    expect(await isDue(companyId)).toBe(false);
  });

  test.each([
    ["that is disconnected", `UPDATE "Connection" SET "disconnectedAt" = now() WHERE "grantId" = $1`],
    ["that the provider ended", `UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = $1`],
    ["that backs off", `UPDATE "Grant" SET "retryAfter" = "issuedAt" + interval '90 days' WHERE id = $1`],
    ["that is being refreshed", `UPDATE "Grant" SET "leaseUntil" = now() + interval '1 hour' WHERE id = $1`],
  ])("finds none %s", async (_, change) => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(DAY_MS);
    expect(await isDue(companyId)).toBe(true);
    await world.database.query(change, [(await grantOf(companyId)).id]);
    expect(await isDue(companyId)).toBe(false);
  });

  test("reads the soft window as a vend does, whatever the token's life", async () => {
    for (const lifeSeconds of [30, 100, 200, 900, 1_800, 3_600, 28_800]) {
      const times = { issuedAtMs: 0, accessExpiresAtMs: lifeSeconds * 1_000 };
      const [row] = await world.database.query<{ startMs: number }>(
        `SELECT extract(epoch FROM ${SOFT_WINDOW_START_SQL})::float8 * 1000 AS "startMs"
         FROM (SELECT to_timestamp(0) AS "issuedAt", to_timestamp($1) AS "accessExpiresAt") g`,
        [lifeSeconds],
      );
      expect(row?.startMs).toBeCloseTo(softWindowStartMs(times), 0);
    }
  });
});

describe("keepFresh", () => {
  test("refreshes once, however often it is told to", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.clock.advance(DAY_MS);
    const due = await world.engine.findDueGrants(1_000);
    await Promise.all([world.engine.keepFresh(due), world.engine.keepFresh(due)]);
    await world.engine.keepFresh(due);
    expect(refreshesOf(realmId)).toMatchObject({ refreshes: 1 });
    const [row] = await world.database.query(
      `SELECT "userId", "actorKind" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'token.refresh'`,
      [companyId],
    );
    expect(row).toEqual({ userId: "keep-alive", actorKind: "system" });
  });

  test("tries once in an outage, and again only when the back-off is over", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.clock.advance(DAY_MS);
    const effect = { kind: "status", status: 503 } as const;
    const fault = world.simulator.control.addFault({ endpoint: "token", provider: "qbo", effect, times: 1 });
    const due = [{ grantId: (await grantOf(companyId)).id, generation: 1 }];
    await world.engine.keepFresh(due);
    await world.engine.keepFresh(due);
    expect(refreshesOf(realmId)).toMatchObject({ refreshAttempts: 1, refreshes: 0 });
    world.simulator.control.clearFaults(fault.id);
    world.simulator.clock.advance(MINUTE_MS);
    await world.engine.keepFresh(due);
    expect(refreshesOf(realmId)).toMatchObject({ refreshAttempts: 2, refreshes: 1 });
  });
});

describe("a vend", () => {
  test("is noted of its grant to the hour, and not a check, a job or a disconnect", async () => {
    const { companyId } = await world.connectQbo();
    const lastVendedAt = async () => (await grantOf(companyId)).lastVendedAt as Date | null;
    await actAs(ADMIN, () => world.service.probe({ companyId, connectionType: "qbo" }));
    await world.engine.saveVended();
    expect(await lastVendedAt()).toBeNull();
    const vendAt = async () => {
      const atMs = world.simulator.clock.nowMs();
      await world.service.getValidToken(companyId, "qbo", "dev");
      await world.engine.saveVended();
      return atMs;
    };
    const firstMs = await vendAt();
    const first = await lastVendedAt();
    expect(first?.getTime()).toBeGreaterThanOrEqual(firstMs);
    world.simulator.clock.advance(20 * MINUTE_MS);
    await vendAt();
    expect(await lastVendedAt()).toEqual(first);
    world.simulator.clock.advance(41 * MINUTE_MS);
    const laterMs = await vendAt();
    expect((await lastVendedAt())?.getTime()).toBeGreaterThanOrEqual(laterMs);
  });
});

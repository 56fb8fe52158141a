import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { actAs } from "@/lib/request-context";
import { segmentsOf } from "./history/history";
import { blameOf, interruptionsOf } from "./history/interruptions";
import { evaluateIncidents } from "./incident/evaluate";
import { checkConnection } from "./observe/check";
import { checkIfDue, findUnproven } from "./observe/due-checks";
import { HEALTH } from "./observe/record";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DOWN = { kind: "status", status: 503 } as const;
const world = alertWorld();

const deps = () => ({ database: world.database, tokenService: world.service, clock: world.simulator.clock });
const nowMs = () => world.simulator.clock.nowMs();
const check = (companyId: string) =>
  actAs(HEALTH, () => checkConnection(deps(), { companyId, connectionType: "qbo" }));

async function healthOf(companyId: string) {
  const [health] = await world.database.query(`SELECT * FROM "ConnectionHealth" WHERE "companyId" = $1`, [
    companyId,
  ]);
  return health;
}

async function blameSince(companyId: string, fromMs: number) {
  const intervals = await world.database.query<never>(
    `SELECT * FROM "HealthInterval" WHERE "companyId" = $1 ORDER BY "startedAt", id`,
    [companyId],
  );
  const [life] = await world.database.query<never>(
    `SELECT c.*, g."refreshExpiresAt", g."hardExpiresAt" FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = $1`,
    [companyId],
  );
  if (!life) throw new Error("no such connection");
  return blameOf(interruptionsOf(segmentsOf(intervals, life, { fromMs, toMs: nowMs() })));
}

const fail = (endpoint: "api" | "token") =>
  world.simulator.control.addFault({ provider: "qbo", endpoint, effect: DOWN, forMs: DAY_MS });

const openIncidents = () => world.database.query(`SELECT id FROM "ProviderIncident" WHERE "endedAt" IS NULL`);

beforeEach(async () => {
  await world.reset();
  world.simulator.control.clearFaults();
  await world.database.query(
    `INSERT INTO "AlertChannel" (id, kind, target, "createdBy", "createdAt") VALUES ('c', 'email', 'a@b.test', 'u', now())`,
  );
});

/** Three companies whose tokens are about to run out, which people ask for. */
async function threeInUse(): Promise<string[]> {
  const companies: string[] = [];
  for (let index = 0; index < 3; index++) companies.push((await world.connectQbo()).companyId);
  for (const companyId of companies) await world.service.getValidToken(companyId, "qbo", "developer");
  return companies;
}

async function judge() {
  await evaluateIncidents(deps());
  await world.evaluate();
}

const told = async () => (await world.messages()).map(({ kind, event }) => `${kind} ${event}`);

describe("while the API fails and the token endpoint answers", () => {
  test("no refresh turns a connection to Working: only a live read does, and the outage counts once", async () => {
    const companies = await threeInUse();
    const beganMs = nowMs();
    fail("api");
    for (const companyId of companies) await check(companyId);
    await judge();
    expect(await openIncidents()).toHaveLength(1);
    for (let hour = 0; hour < 3; hour++) {
      world.advanceMinutes(55);
      for (const companyId of companies) await world.service.getValidToken(companyId, "qbo", "developer");
      const unproven = () => findUnproven(deps());
      await expect.poll(async () => (await unproven()).length, { timeout: 10_000 }).toBe(3);
      for (const companyId of companies) {
        expect(await healthOf(companyId)).toMatchObject({ cause: "provider_unavailable" });
        expect(await checkIfDue(deps(), { companyId, connectionType: "qbo" })).toBe(true);
        expect(await checkIfDue(deps(), { companyId, connectionType: "qbo" })).toBe(false);
      }
      await judge();
      expect(await openIncidents()).toHaveLength(1);
    }
    world.simulator.control.clearFaults();
    world.advanceMinutes(5);
    for (const companyId of companies) {
      await check(companyId);
      expect(await healthOf(companyId)).toMatchObject({ cause: null, readCause: null });
      const { provider } = await blameSince(companyId, beganMs);
      expect(provider).toEqual({ count: 1, ms: (3 * 55 + 5) * MINUTE_MS });
    }
    world.advanceMinutes(5);
    await judge();
    expect(await openIncidents()).toEqual([]);
    world.advanceMinutes(15);
    await judge();
    expect(await told()).toEqual(["provider_incident raised", "provider_incident recovered"]);
  });
});

describe("while the token endpoint fails and the API answers", () => {
  test("no live read hides that the token runs out, a refresh ends it at once, and the outage counts once", async () => {
    const companies = await threeInUse();
    world.advanceMinutes(52);
    const beganMs = nowMs();
    fail("token");
    for (const companyId of companies) await world.service.getValidToken(companyId, "qbo", "developer");
    for (const companyId of companies)
      await expect
        .poll(async () => (await healthOf(companyId))?.cause, { timeout: 10_000 })
        .toBe("provider_unavailable");
    world.advanceMinutes(5);
    for (const companyId of companies) {
      expect((await check(companyId)).error).toBeNull();
      expect(await healthOf(companyId)).toMatchObject({
        cause: "provider_unavailable",
        readCause: null,
        lastHealthyAt: new Date(nowMs()),
      });
    }
    await judge();
    expect(await openIncidents()).toHaveLength(1);
    world.advanceMinutes(30);
    await judge();
    for (const companyId of companies)
      expect(await healthOf(companyId)).toMatchObject({ cause: "provider_unavailable" });
    world.simulator.control.clearFaults();
    for (const companyId of companies) {
      world.advanceMinutes(2);
      await world.service.getValidToken(companyId, "qbo", "developer");
      expect(await healthOf(companyId)).toMatchObject({ cause: null });
      expect((await blameSince(companyId, beganMs)).provider.count).toBe(1);
    }
    expect(await findUnproven(deps())).toEqual([]);
    world.advanceMinutes(5);
    await judge();
    expect(await openIncidents()).toEqual([]);
    world.advanceMinutes(15);
    await judge();
    expect(await told()).toEqual(["provider_incident raised", "provider_incident recovered"]);
  });

  test("a check that ends at the token endpoint is no live read, so the next refresh ends its trouble", async () => {
    const { companyId } = await world.connectQbo();
    world.advanceMinutes(90);
    fail("token");
    expect((await check(companyId)).error?.code).toBe("provider_unavailable");
    expect(await healthOf(companyId)).toMatchObject({ cause: "provider_unavailable", readCause: null });
    world.simulator.control.clearFaults();
    world.advanceMinutes(2);
    await world.service.getValidToken(companyId, "qbo", "developer");
    expect(await healthOf(companyId)).toMatchObject({ cause: null });
  });
});

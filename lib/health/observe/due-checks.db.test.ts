import { beforeEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { checkIfDue, findDueChecks } from "./due-checks";

const MINUTE_MS = 60_000;
const world = tokenWorld();
const xero = { connectionType: "xero" } as const;

const deps = () => ({ database: world.database, tokenService: world.service, clock: world.simulator.clock });
const due = (everySeconds = 3_600) => findDueChecks(deps(), { everySeconds });
const health = (companyId: string, sql: string) =>
  world.database.query(`UPDATE "ConnectionHealth" SET ${sql} WHERE "companyId" = $1`, [companyId]);
const probedAgo = (companyId: string, minutes: number) => {
  const at = new Date(world.simulator.clock.nowMs() - minutes * MINUTE_MS).toISOString();
  return health(companyId, `"lastProbedAt" = '${at}'`);
};

beforeEach(async () => {
  await world.database.query(`UPDATE "Connection" SET "disconnectedAt" = now()`);
  world.simulator.control.clearFaults();
});

describe("findDueChecks", () => {
  test("finds a connection an hour after its last live call, which a consent is too", async () => {
    const { companyId } = await world.connectQbo();
    expect(await due()).toEqual([]);
    await probedAgo(companyId, 59);
    expect(await due()).toEqual([]);
    await probedAgo(companyId, 60);
    expect(await due()).toEqual([{ companyId, connectionType: "qbo" }]);
  });

  test.each(["provider_unavailable", "client_rejected"])(
    "finds what failed by %s every few minutes",
    async (cause) => {
      const { companyId } = await world.connectQbo();
      await health(companyId, `status = 'unhealthy', cause = '${cause}'`);
      await probedAgo(companyId, 4);
      expect(await due()).toEqual([]);
      await probedAgo(companyId, 5);
      expect(await due()).toHaveLength(1);
    },
  );

  test("finds what the customer must mend at the provider once an hour, and what waits for a consent not at all", async () => {
    const { companyId } = await world.connectQbo();
    await health(companyId, `status = 'unhealthy', cause = 'organisation_unavailable'`);
    await probedAgo(companyId, 59);
    expect(await due()).toEqual([]);
    await probedAgo(companyId, 61);
    expect(await due()).toHaveLength(1);
    await health(companyId, `status = 'expired', cause = 'reconnect_required'`);
    expect(await due()).toEqual([]);
  });

  test("finds none whose access token has run out, so that no check rotates an idle grant", async () => {
    const { companyId } = await world.connectXero();
    await probedAgo(companyId, 600);
    expect(await due()).toHaveLength(1);
    world.simulator.clock.advance(30 * MINUTE_MS);
    expect(await due()).toEqual([]);
  });

  test("asks for a share of them at a time, those first that waited longest", async () => {
    const companies: string[] = [];
    for (let index = 0; index < 12; index++) companies.push((await world.connectXero()).companyId);
    for (const [index, companyId] of companies.entries()) await probedAgo(companyId, 100 + index);
    const fiveMinutes = await due(300);
    expect(fiveMinutes.map(({ companyId }) => companyId)).toEqual([companies[11], companies[10]]);
    expect(await due(60)).toHaveLength(1);
    expect(await due(3_600)).toHaveLength(12);
  });
});

describe("checkIfDue", () => {
  test("checks by one live call, and a second job of the same check does nothing", async () => {
    const { companyId } = await world.connectXero();
    await probedAgo(companyId, 61);
    const before = world.simulator.control.counters().xero.apiCalls;
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(true);
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(false);
    expect(world.simulator.control.counters().xero.apiCalls).toBe(before + 1);
    const [row] = await world.database.query(
      `SELECT "userId", operation, outcome FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.check'`,
      [companyId],
    );
    expect(row).toEqual({ userId: "health", operation: "connection.check", outcome: "success" });
  });

  test("puts a failure on record, to be looked at again in a few minutes", async () => {
    const { companyId } = await world.connectXero();
    await probedAgo(companyId, 61);
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "xero", endpoint: "api", effect });
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(true);
    const [row] = await world.database.query(
      `SELECT cause, "lastProbedAt" FROM "ConnectionHealth" WHERE "companyId" = $1`,
      [companyId],
    );
    expect(row?.cause).toBe("provider_unavailable");
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(false);
    world.simulator.clock.advance(5 * MINUTE_MS);
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(true);
    const [healed] = await world.database.query(
      `SELECT cause FROM "ConnectionHealth" WHERE "companyId" = $1`,
      [companyId],
    );
    expect(healed?.cause).toBeNull();
  });

  test("does nothing about a connection that was disconnected meanwhile", async () => {
    const { companyId } = await world.connectXero();
    await probedAgo(companyId, 61);
    await world.database.query(`UPDATE "Connection" SET "disconnectedAt" = now()`);
    expect(await checkIfDue(deps(), { companyId, ...xero })).toBe(false);
  });
});

import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { startTokens } from "@/lib/boot/start-tokens";
import type { TokenEngine } from "@/lib/token/engine";
import { jobCounts } from "./job-counts";
import type { PeriodicTask } from "./periodic-tasks";
import { type Jobs, startJobs } from "./start-jobs";

const DAY_MS = 86_400_000;
const PACE = { tickMs: 25, pollSeconds: 0.5 };
const WAIT = { timeout: 30_000, interval: 50 };
const world = tokenWorld();
const running: Jobs[] = [];
const engines: TokenEngine[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  world.simulator.clock.setRate(1);
});

/** A process's jobs, but for the process: an engine and a pg-boss of their own. */
async function start(tasks: PeriodicTask[] = [], databaseUrl = world.databaseUrl): Promise<Jobs> {
  const { database, settings, simulator } = world;
  const engine = await startTokens({ ...settings, auditStrict: false }, database, simulator.clock);
  engines.push(engine);
  const log = { warn: () => {}, error: () => {} };
  const jobs = startJobs({ databaseUrl, database, clock: simulator.clock, engine, log }, tasks, PACE);
  running.push(jobs);
  return jobs;
}

const countsOf = async (name: string) =>
  (await jobCounts(world.database)).find(({ queue }) => queue === name);
const refreshesOf = (owner: string) =>
  Object.values(world.simulator.control.counters().grants).find((grant) => grant.owner === owner)?.refreshes;

describe("jobs", () => {
  test("are counted by queue, from the first start on", async () => {
    expect(await jobCounts(world.database)).toEqual([]);
    await (await start()).started;
    expect((await jobCounts(world.database)).map(({ queue }) => queue)).toEqual(
      expect.arrayContaining(["check", "failed", "refresh", "task"]),
    );
  });

  test("of two processes refresh a due grant once, and check a connection once", async () => {
    const { realmId } = await world.connectQbo();
    const { companyId } = await world.connectXero();
    await world.database.query(`UPDATE "ConnectionHealth" SET "lastProbedAt" = NULL WHERE "companyId" = $1`, [
      companyId,
    ]);
    world.simulator.clock.advance(DAY_MS);
    await Promise.all([start(), start()]);
    await expect.poll(() => refreshesOf(realmId), WAIT).toBe(1);
    // A check is planned only of a token that is valid, and the next plan is a minute away.
    const stale = () =>
      world.database.query(`SELECT 1 FROM "Grant" WHERE "accessExpiresAt" <= $1 OR "leaseId" IS NOT NULL`, [
        new Date(world.simulator.clock.nowMs()),
      ]);
    await expect.poll(stale, WAIT).toEqual([]);
    const checks = () =>
      world.database.query(
        `SELECT 1 FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.check'`,
        [companyId],
      );
    world.simulator.clock.advance(60_000);
    await expect.poll(async () => (await checks()).length, WAIT).toBe(1);
    world.simulator.clock.advance(60_000);
    await expect.poll(() => world.engine.findDueGrants(100), WAIT).toEqual([]);
    await expect.poll(() => countsOf("refresh"), WAIT).toMatchObject({ created: 0, active: 0, failed: 0 });
    expect(refreshesOf(realmId)).toBe(1);
    expect(await checks()).toHaveLength(1);
    // Every run has an id, by which all that it did is found.
    const runs = await world.database.query<{ operation: string; requestId: string | null }>(
      `SELECT operation, "requestId" FROM "AuditLog"
       WHERE "actorKind" = 'system' AND operation IN ('token.refresh', 'connection.check')`,
    );
    expect(new Set(runs.map(({ operation }) => operation)).size).toBe(2);
    for (const { requestId } of runs) expect(requestId).toMatch(/^[0-9a-z]{10}$/);
    expect(new Set(runs.map(({ requestId }) => requestId)).size).toBe(runs.length);
  });

  test("plan a task once for each of its times, whichever process runs it", async () => {
    const { clock } = world.simulator;
    clock.setRate(0);
    const seen: number[] = [];
    const task = (name: string, run: () => Promise<unknown>) => ({ name, everySeconds: 3_600, run });
    const hourly = task("hourly", async () => seen.push(clock.nowMs()));
    const processes = await Promise.all([start([hourly]), start([hourly])]);
    await Promise.all(processes.map(({ started }) => started));
    for (let hour = 1; hour <= 4; hour++) {
      await expect.poll(() => seen.length, WAIT).toBe(hour);
      await expect.poll(() => countsOf("task"), WAIT).toMatchObject({ created: 0, active: 0 });
      clock.advance(3_600_000);
    }
    await expect.poll(() => seen.length, WAIT).toBe(5);
    expect(new Set(seen).size).toBe(5);
  });

  test("go on with other tasks when one fails, and keep the failed job to be looked at", async () => {
    const ran: string[] = [];
    const tasks = [
      { name: "broken", everySeconds: 60, run: () => Promise.reject(new Error("out of order")) },
      { name: "whole", everySeconds: 60, run: async () => ran.push("whole") },
    ];
    await start(tasks);
    await expect.poll(() => ran.length, WAIT).toBeGreaterThan(0);
    await expect.poll(async () => (await countsOf("failed"))?.created, WAIT).toBeGreaterThan(0);
  });

  test("under way at a stop are let land", async () => {
    let begun = false;
    let ended = false;
    const slow = {
      name: "slow",
      everySeconds: 60,
      run: async () => {
        begun = true;
        await new Promise((resolve) => setTimeout(resolve, 500));
        ended = true;
      },
    };
    const jobs = await start([slow]);
    await expect.poll(() => begun, WAIT).toBe(true);
    await jobs.stop();
    expect(ended).toBe(true);
  });

  test("wait for a database that is not there yet", async () => {
    const url = new URL(world.databaseUrl);
    url.pathname += "_later";
    const jobs = await start([], url.href);
    let isStarted = false;
    void jobs.started.then(() => {
      isStarted = true;
    });
    const owner = new pg.Client(world.databaseUrl);
    await owner.connect();
    await owner.query("SELECT pg_sleep(0.2)");
    expect(isStarted).toBe(false);
    await owner.query(`CREATE DATABASE "${url.pathname.slice(1)}"`);
    await owner.end();
    await expect.poll(() => isStarted, WAIT).toBe(true);
  });

  test("that never found their database can be stopped", async () => {
    const url = new URL(world.databaseUrl);
    url.pathname += "_never";
    await (await start([], url.href)).stop();
  });
});

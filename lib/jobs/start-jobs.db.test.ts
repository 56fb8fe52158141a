import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { openDatabase } from "@/lib/db";
import { createHealth } from "@/lib/health";
import type { TokenEngine } from "@/lib/token";
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
  const { database, settings, simulator, tenantIds } = world;
  const engine = await startTokens({ ...settings, auditStrict: false }, database, simulator.clock);
  engines.push(engine);
  const log = { warn: () => {}, error: () => {} };
  const { clock } = simulator;
  const health = createHealth({
    database,
    clock,
    trustedReadHours: 24,
    tokenService: engine.service,
    tenantIds,
    log,
  });
  const jobs = startJobs({ databaseUrl, database, clock, engine, health, log }, tasks, PACE);
  running.push(jobs);
  return jobs;
}

const countsOf = async (name: string) => (await jobCounts(world)).find(({ queue }) => queue === name);
const refreshesOf = (owner: string) =>
  Object.values(world.simulator.control.counters().grants).find((grant) => grant.owner === owner)?.refreshes;

describe("jobs", () => {
  test("are counted by queue, from the first start on", async () => {
    expect(await jobCounts(world)).toEqual([]);
    await (await start()).started;
    expect((await jobCounts(world)).map(({ queue }) => queue)).toEqual(
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
    const jobs = await start([], url.href);
    await jobs.stop();
    expect(await jobs.started).toBe(false);
  });

  test("run under the role that docs/audit-format.md recommends, and say so while it may not use their tables", async () => {
    const role = `countersign_app_${randomBytes(4).toString("hex")}`;
    const rights = recommendedRights().replaceAll("countersign_app", `"${role}"`);
    const withoutJobs = rights.replaceAll("public, pgboss", "public");
    const url = new URL(world.databaseUrl);
    url.username = role;
    url.password = "x";
    const database = openDatabase({ url: url.href });
    try {
      await world.database.query(withoutJobs.replace("'…'", "'x'"));
      const seen: string[] = [];
      const said: string[] = [];
      const tell = (fields: Record<string, unknown>, message: string) =>
        void said.push(`${message}: ${fields.error ?? fields.warning ?? ""}`);
      const task = { name: "of the role", everySeconds: 60, run: async () => seen.push("ran") };
      const { settings, simulator, tenantIds } = world;
      const engine = await startTokens({ ...settings, databaseUrl: url.href }, database, simulator.clock);
      engines.push(engine);
      const { clock } = simulator;
      const log = { warn: tell, error: tell };
      const health = createHealth({
        database,
        clock,
        trustedReadHours: 24,
        tokenService: engine.service,
        tenantIds,
        log,
      });
      const jobs = startJobs({ databaseUrl: url.href, database, clock, engine, health, log }, [task], {
        ...PACE,
        superviseSeconds: 1,
      });
      running.push(jobs);
      await expect.poll(() => jobs.problem, WAIT).toContain(`The role "${role}" may not work with pgboss.`);
      expect(said).toEqual([`The jobs of this process can't run: ${jobs.problem}`]);
      await world.database.query(rights.slice(rights.indexOf("GRANT")));
      expect(await jobs.started).toBe(true);
      await expect.poll(() => seen.length, WAIT).toBeGreaterThan(0);
      await expect.poll(() => jobs.problem, WAIT).toBeUndefined();
      await expect
        .poll(
          () => world.database.query("SELECT 1 FROM pgboss.queue WHERE maintain_on IS NOT NULL LIMIT 1"),
          WAIT,
        )
        .toHaveLength(1);
      expect(said).toContain("The jobs of this process run again: ");
      expect(said.filter((line) => line.includes("permission denied"))).toEqual([]);
      await jobs.stop();
      await engine.stop();
    } finally {
      await database.close();
      await world.database.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
  });
});

/** The SQL of the page, as an operator copies it. */
function recommendedRights(): string {
  const page = readFileSync(new URL("../../docs/audit-format.md", import.meta.url), "utf8");
  return /```sql\n(CREATE ROLE countersign_app [\s\S]*?)```/.exec(page)?.[1] ?? "";
}

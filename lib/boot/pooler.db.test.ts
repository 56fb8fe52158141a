import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Pgbouncer, pgbouncerIsThere, startPgbouncer } from "@/dev/vitest/pgbouncer";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { listen, openDatabase } from "@/lib/db";
import { createHealth } from "@/lib/health";
import { startJobs } from "@/lib/jobs";
import { actAs } from "@/lib/request-context";
import { requireNotifications } from "./require-notifications";
import { startTokens } from "./start/start-tokens";

const WAIT = { timeout: 30_000, interval: 50 };
const silent = { warn: () => {}, error: () => {} };
const HOUR_MS = 3_600_000;

const why = pgbouncerIsThere
  ? ""
  : " (skipped: no pgbouncer is installed; on Debian: apt-get install pgbouncer)";

describe.runIf(pgbouncerIsThere)(`through PgBouncer in transaction mode${why}`, () => {
  const world = tokenWorld();
  let pooler: Pgbouncer;
  let pooledUrl: string;
  beforeAll(async () => {
    pooler = await startPgbouncer(await testDatabaseUrl());
    pooledUrl = pooler.through(await testDatabaseUrl());
  });
  afterAll(() => pooler.stop());

  test("a start is refused with the variable to set, and goes on with it", async () => {
    const databaseDirectUrl = world.databaseUrl;
    await expect(requireNotifications({ databaseUrl: pooledUrl }, silent)).rejects.toMatchObject({
      code: "misconfigured",
      field: "DATABASE_DIRECT_URL",
      message: expect.stringContaining("Set DATABASE_DIRECT_URL to the database itself, past the pooler"),
    });
    await expect(
      requireNotifications({ databaseUrl: pooledUrl, databaseDirectUrl: pooledUrl }, silent),
    ).rejects.toMatchObject({
      message: expect.stringContaining("DATABASE_DIRECT_URL leads to a connection pooler"),
    });
    await requireNotifications({ databaseUrl: pooledUrl, databaseDirectUrl }, silent);
    await requireNotifications({ databaseUrl: databaseDirectUrl }, silent);
  });

  test("a start with the direct URL of another database is refused", async () => {
    const other = new URL(world.databaseUrl);
    other.pathname = "/postgres";
    const urls = { databaseUrl: pooledUrl, databaseDirectUrl: other.href };
    await expect(requireNotifications(urls, silent)).rejects.toMatchObject({
      message: expect.stringContaining("lead to different databases"),
    });
  });

  test("two processes vend, refresh and end what the other cached, and jobs run", async () => {
    const { simulator, settings, databaseUrl } = world;
    const urls = { databaseUrl: pooledUrl, databaseDirectUrl: databaseUrl };
    const databases = [1, 2].map(() => openDatabase({ url: pooledUrl, pooled: true }));
    const engines = await Promise.all(
      databases.map((database) =>
        startTokens({ ...settings, ...urls, auditStrict: false }, database, simulator.clock),
      ),
    );
    const [one, other] = engines;
    if (!one || !other) throw new Error("two engines were started");
    const database = databases[0] ?? world.database;
    const { clock } = simulator;
    const health = createHealth({
      database,
      clock,
      trustedReadHours: 24,
      tokenService: one.service,
      tenantIds: world.tenantIds,
      log: silent,
    });
    const jobs = startJobs({ databaseUrl, database, clock, engine: one, health, log: silent }, [], {
      tickMs: 25,
      pollSeconds: 0.5,
    });
    try {
      const { companyId, realmId } = await world.connectQbo();
      const { companyId: second } = await world.connectXero();
      simulator.clock.advance(2 * HOUR_MS);
      const vends = Array.from({ length: 60 }, (_, i) =>
        (i % 2 ? one : other).service.getValidToken(
          i % 3 ? companyId : second,
          i % 3 ? "qbo" : "xero",
          "ada",
        ),
      );
      expect(new Set(await Promise.all(vends)).size).toBe(2);
      const grants = Object.values(simulator.control.counters().grants);
      expect(grants.find(({ owner }) => owner === realmId)?.refreshes).toBe(1);
      const hits = async () => {
        await one.service.getValidToken(companyId, "qbo", "ada");
        return (await one.stats()).cacheHits;
      };
      await expect.poll(hits, WAIT).toBeGreaterThan(0);

      await actAs(ADMIN, () => other.service.disconnect({ companyId, connectionType: "qbo" }));
      const ended = async () =>
        one.service.getValidToken(companyId, "qbo", "ada").then(
          () => "vended",
          (error: { code?: string }) => error.code,
        );
      await expect.poll(ended, { timeout: 2_000, interval: 20 }).toBe("no_connection");
      expect(await jobs.started).toBe(true);
      expect(jobs.problem).toBeUndefined();
    } finally {
      await jobs.stop();
      await Promise.all(engines.map((engine) => engine.stop()));
      await Promise.all(databases.map((database) => database.close()));
    }
  });

  test("a listener that the pooler takes and no notification reaches is never called up", async () => {
    const states: string[] = [];
    const listener = listen({
      listenUrl: pooledUrl,
      sendUrl: pooledUrl,
      channel: "countersign_grant",
      onNotification: () => {},
      onUp: () => states.push("up"),
      onDown: () => states.push("down"),
    });
    await listener.started;
    await listener.stop();
    expect(states).toEqual([]);
  });
});

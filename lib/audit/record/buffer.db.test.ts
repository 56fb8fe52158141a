import type { EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startPostgres } from "@/dev/postgres";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { withRequestContext } from "@/lib/request-context";
import { createAuditBuffer } from "./buffer";
import { type AuditEntry, type AuditEvent, entryOf, recordAudit } from "./record";

const vend: AuditEntry = {
  operation: "token.vend",
  outcome: "success",
  companyId: "c1",
  connectionType: "qbo",
  actor: { kind: "person", id: "u1" },
  apiEndpoint: "tokenService.getValidToken",
  requestMethod: "CALL",
  responseStatus: 200,
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
};
const vendNumber = (generation: number): AuditEntry => ({ ...vend, generation });

let owner: pg.Client;
const ownersSql: Pick<Database, "query"> = { query: async (text) => (await owner.query(text)).rows };
let database: Database;

beforeEach(async () => {
  const url = await testDatabaseUrl();
  owner = new pg.Client(url);
  await owner.connect();
  // The owner may switch off what makes the log append-only.
  await owner.query("SET session_replication_role = replica");
  await owner.query('TRUNCATE "AuditLog"');
  await owner.query("SET session_replication_role = origin");
  database = openDatabase({ url });
});

afterEach(async () => {
  await database.close();
  await owner.end();
});

/** A buffer that the test leaves empty, whatever happened, and what it told of its failures. */
function openBuffer(options: Partial<Parameters<typeof createAuditBuffer>[0]> = {}) {
  const errors: Error[] = [];
  const buffer = createAuditBuffer({ database, onError: (error) => errors.push(error), ...options });
  onTestFinished(() => buffer.close());
  return { buffer, errors };
}

async function generations(sql: Pick<Database, "query"> = database): Promise<number[]> {
  const rows = await sql.query<{ generation: number }>(
    'SELECT generation FROM "AuditLog" ORDER BY generation',
  );
  return rows.map((row) => row.generation);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("while the database takes rows", () => {
  test("every row arrives once, over several batches and whatever comes meanwhile", async () => {
    const { buffer, errors } = openBuffer();
    for (const number of upTo(12_345)) {
      buffer.record(vendNumber(number));
      if (number % 1_000 === 0) await new Promise(setImmediate);
    }
    await buffer.flushed();
    expect(await generations()).toEqual(upTo(12_345));
    expect(errors).toEqual([]);
  });

  test("a row arrives by itself within its interval, and not at once", async () => {
    const { buffer } = openBuffer({ intervalMs: 250 });
    const startMs = performance.now();
    buffer.record(vendNumber(1));
    await vi.waitFor(async () => expect(await generations()).toEqual([1]), { timeout: 5_000, interval: 10 });
    const tookMs = performance.now() - startMs;
    expect(tookMs).toBeGreaterThan(240);
    expect(tookMs).toBeLessThan(2_000);
  });

  test("who waits doesn't wait for the interval, and all who wait share commits", async () => {
    const { buffer } = openBuffer({ intervalMs: 60_000 });
    await Promise.all(
      upTo(500).map((number) => {
        buffer.record(vendNumber(number));
        return buffer.flushed();
      }),
    );
    expect(await generations()).toEqual(upTo(500));
    const [commits] = await database.query('SELECT count(DISTINCT xmin::text)::int AS count FROM "AuditLog"');
    expect(commits?.count).toBe(1);
  });

  test("nothing to write is flushed at once", async () => {
    await openBuffer().buffer.flushed();
  });

  test("a row is what the single insert writes: same columns, same cleaning, backslashes kept", async () => {
    const event: AuditEvent = {
      operation: "token.vend",
      outcome: "failure",
      by: { kind: "person", id: "u\t1" },
      about: { companyId: "c\\N\u0000\t1", connectionType: "qbo" },
      via: ["CALL", "tokenService.getValidToken"],
      responseStatus: 200,
      atMs: vend.atMs,
      errorMessage: "\\. C:\\temp\r\nGET /forged 200\u2028\u0085ünï \ud83d\ude00",
      responseTimeMs: 12.6,
      providerRef: "tid\n1",
      generation: Number.NaN,
    };
    const { buffer } = openBuffer();
    const context = { requestId: "req\t1", ipAddress: "10.0.0.1", userAgent: "curl\r\nX-Forged: 1\\" };
    const id = await withRequestContext(context, () => recordAudit(database, event));
    withRequestContext(context, () => buffer.record(entryOf(event)));
    await buffer.flushed();
    const single = await database.prisma.auditLog.findUniqueOrThrow({ where: { id } });
    const grouped = await database.prisma.auditLog.findFirstOrThrow({ where: { id: { not: id } } });
    expect({ ...grouped, id }).toEqual(single);
    expect(grouped).toMatchObject({
      companyId: "c\\N 1",
      errorMessage: "\\. C:\\temp GET /forged 200 ünï \ud83d\ude00",
      userAgent: "curl X-Forged: 1\\",
      requestId: "req 1",
      providerRef: "tid 1",
      responseTime: 13,
      generation: 0,
      timestamp: new Date(vend.atMs),
    });
    expect(grouped.id).toMatch(/^c[0-9a-z]{24}$/);
  });

  test("no text is too long for the indexes", async () => {
    const { buffer } = openBuffer();
    const long = upTo(3_000)
      .map((code) => String.fromCodePoint(0x4e00 + code * 7))
      .join("");
    buffer.record({
      ...vend,
      actor: { kind: "service", id: long },
      companyId: long,
      connectionType: long,
      errorMessage: long,
    });
    await buffer.flushed();
    const row = await database.prisma.auditLog.findFirstOrThrow();
    expect([row.companyId, row.errorMessage]).toEqual([long.slice(0, 200), long.slice(0, 1_000)]);
  });

  test("the context is the one at the time of record, in process where there is none", async () => {
    const { buffer } = openBuffer();
    for (const number of upTo(3)) {
      const context = { requestId: `r${number}`, ipAddress: `10.0.0.${number}`, userAgent: "curl" };
      withRequestContext(context, () => buffer.record(vendNumber(number)));
    }
    buffer.record(vendNumber(3));
    await withRequestContext({ requestId: "other", ipAddress: "::1", userAgent: "x" }, () =>
      buffer.flushed(),
    );
    const select = { requestId: true, ipAddress: true };
    const rows = await database.prisma.auditLog.findMany({ select, orderBy: { generation: "asc" } });
    expect(rows).toEqual([
      { requestId: "r0", ipAddress: "10.0.0.0" },
      { requestId: "r1", ipAddress: "10.0.0.1" },
      { requestId: "r2", ipAddress: "10.0.0.2" },
      { requestId: null, ipAddress: "in-process" },
    ]);
  });

  test.each([Number.NaN, -1, 8e15])("a time no row can hold is refused at once: %s", async (atMs) => {
    const { buffer } = openBuffer();
    expect(() => buffer.record({ ...vend, atMs })).toThrow(expect.objectContaining({ field: "atMs" }));
    await buffer.flushed();
    expect(await generations()).toEqual([]);
  });

  test("close writes what is left and refuses what comes after", async () => {
    const { buffer } = openBuffer({ intervalMs: 60_000 });
    for (const number of upTo(7)) buffer.record(vendNumber(number));
    const closed = buffer.close();
    expect(() => buffer.record(vendNumber(7))).toThrow(
      expect.objectContaining({ code: "audit_unavailable" }),
    );
    await closed;
    await buffer.close();
    expect(await generations()).toEqual(upTo(7));
  });

  test("a full buffer refuses, and takes rows again when it has written", async () => {
    const { buffer } = openBuffer({ maxRows: 10, intervalMs: 60_000 });
    for (const number of upTo(10)) buffer.record(vendNumber(number));
    expect(() => buffer.record(vendNumber(10))).toThrow(
      expect.objectContaining({ code: "audit_unavailable", owner: "us", retryable: true, httpStatus: 503 }),
    );
    await buffer.flushed();
    buffer.record(vendNumber(10));
    await buffer.flushed();
    expect(await generations()).toEqual(upTo(11));
  });
});

describe("while writing fails", () => {
  test("a missing table: kept, then refused, then written once and taken again", async () => {
    const { buffer, errors } = openBuffer({ stalledAfterMs: 800 });
    await owner.query('ALTER TABLE "AuditLog" RENAME TO "AuditLogAway"');
    for (const number of upTo(100)) buffer.record(vendNumber(number));
    const startMs = performance.now();
    await expect(buffer.flushed()).rejects.toMatchObject({ code: "audit_unavailable" });
    expect(performance.now() - startMs).toBeGreaterThan(750);
    expect(() => buffer.record(vendNumber(100))).toThrow(/can't be written \(100 waiting\)/);
    await expect(buffer.flushed()).rejects.toMatchObject({ code: "audit_unavailable" });
    expect(errors.length).toBeGreaterThan(1);
    expect(errors[0]?.message).toMatch(/Cannot write 100 audit rows: relation "AuditLog" does not exist/);

    await owner.query('ALTER TABLE "AuditLogAway" RENAME TO "AuditLog"');
    await vi.waitFor(() => buffer.record(vendNumber(100)), { timeout: 5_000, interval: 20 });
    await buffer.flushed();
    expect(await generations()).toEqual(upTo(101));
  });

  test("connections cut over and over lose and double nothing", async () => {
    const { buffer, errors } = openBuffer({ intervalMs: 5 });
    let number = 0;
    for (let cut = 0; cut < 40; cut++) {
      for (let row = 0; row < 700; row++) buffer.record(vendNumber(number++));
      await new Promise(setImmediate);
      await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'countersign' AND query LIKE 'COPY%'`,
      );
    }
    await buffer.flushed();
    expect(await generations()).toEqual(upTo(number));
    expect(errors.length).toBeGreaterThan(0);
  });

  test("a commit whose answer never came is found and not written again", async () => {
    const { buffer, errors } = openBuffer();
    database.pool.once("connect", (client) => {
      const { connection } = client as unknown as { connection: EventEmitter & { stream: Socket } };
      connection.once("copyInResponse", async () => {
        connection.stream.pause();
        await vi.waitFor(async () => expect(await generations(ownersSql)).toHaveLength(50), {
          timeout: 5_000,
        });
        connection.stream.destroy();
      });
    });
    for (const number of upTo(50)) buffer.record(vendNumber(number));
    await buffer.flushed();
    expect(errors.map((error) => error.message)).toEqual([
      expect.stringContaining("Cannot write 50 audit rows"),
    ]);
    expect(await generations()).toEqual(upTo(50));
  });

  test("an attempt that was given up as hanging may commit later: its rows are there once", async () => {
    const { buffer, errors } = openBuffer({ stalledAfterMs: 200 });
    await owner.query(`
      SELECT pg_advisory_lock(42);
      CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
      CREATE TRIGGER hang AFTER INSERT ON "AuditLog" FOR EACH STATEMENT EXECUTE FUNCTION hang()`);
    try {
      for (const number of upTo(50)) buffer.record(vendNumber(number));
      await expect(buffer.flushed()).rejects.toMatchObject({ code: "audit_unavailable" });
      expect(() => buffer.record(vendNumber(50))).toThrow(
        expect.objectContaining({ code: "audit_unavailable" }),
      );
      await vi.waitFor(() => expect(errors[0]?.message).toMatch(/doesn't answer|terminated/), {
        timeout: 5_000,
      });
      await owner.query("SELECT pg_advisory_unlock(42)");
      await vi.waitFor(() => buffer.record(vendNumber(50)), { timeout: 5_000, interval: 20 });
      await buffer.flushed();
    } finally {
      await owner.query("SELECT pg_advisory_unlock_all(); DROP FUNCTION hang CASCADE");
    }
    expect(await generations()).toEqual(upTo(51));
  });

  test("close says so when it can't write, and the rows still arrive later", async () => {
    const { buffer } = openBuffer({ stalledAfterMs: 300 });
    await owner.query('ALTER TABLE "AuditLog" RENAME TO "AuditLogAway"');
    buffer.record(vendNumber(0));
    await expect(buffer.close()).rejects.toMatchObject({ code: "audit_unavailable" });
    await owner.query('ALTER TABLE "AuditLogAway" RENAME TO "AuditLog"');
    await buffer.close();
    expect(await generations()).toEqual([0]);
    expect(() => buffer.record(vendNumber(1))).toThrow(/it is closed/);
  });

  test("a stopped database: rows taken before the stop and after the start are there once", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "countersign-audit-"));
    const server = await startPostgres({ dataDir }); // a reckless one may forget what it has committed

    const other = openDatabase({ url: server.url });
    onTestFinished(async () => {
      await other.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    });
    await other.query(await auditLogDefinition());
    const { buffer, errors } = openBuffer({ database: other, intervalMs: 20, stalledAfterMs: 500 });
    let number = 0;
    let refused = 0;
    const offer = () => {
      for (let row = 0; row < 20; row++) {
        try {
          buffer.record(vendNumber(number));
          number++;
        } catch (error) {
          if (!isCode(error, "audit_unavailable")) throw error;
          refused++;
        }
      }
    };
    const traffic = setInterval(offer, 5);
    onTestFinished(() => clearInterval(traffic));
    await vi.waitFor(() => expect(number).toBeGreaterThan(200), { timeout: 5_000 });
    await server.pgCtl("stop", "-m", "immediate");
    await vi.waitFor(() => expect(refused).toBeGreaterThan(0), { timeout: 10_000 });
    const beforeStart = number;
    await server.pgCtl("start");
    await vi.waitFor(() => expect(number).toBeGreaterThan(beforeStart), { timeout: 10_000 });
    clearInterval(traffic);
    await buffer.flushed();
    expect(errors.length).toBeGreaterThan(0);
    expect(await generations(other)).toEqual(upTo(number));
  }, 40_000);
});

/** The table as the migrations made it, with its indexes. */
async function auditLogDefinition(): Promise<string> {
  const columns = await owner.query<{ line: string }>(
    `SELECT format('%I %s', attname, format_type(atttypid, atttypmod)) AS line FROM pg_attribute
     WHERE attrelid = '"AuditLog"'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  const indexes = await owner.query<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE tablename = 'AuditLog'`,
  );
  const table = `CREATE TABLE "AuditLog" (${columns.rows.map((row) => row.line).join(", ")})`;
  return [table, ...indexes.rows.map((row) => row.indexdef)].join(";\n");
}

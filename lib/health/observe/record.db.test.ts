import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { addBareConnection } from "@/dev/vitest/bare-connection";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase, type Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import type { Observation } from "./observation";
import { recordHealth } from "./record";

const MINUTE_MS = 60_000;
const start = Date.UTC(2026, 2, 3, 9);
let database: Database;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  return () => database.close();
});

const newConnection = async () =>
  (await addBareConnection(database, { connectedAt: new Date(start) })).companyId;

interface Look {
  minute: number;
  cause?: ErrorCode | null;
  source?: Observation["source"];
  message?: string;
  providerRef?: string;
}

async function observe(companyId: string, look: Look): Promise<void> {
  const { minute, cause = null, source = "check", providerRef } = look;
  const message = cause === null ? null : (look.message ?? `Because of ${cause}.`);
  const atMs = start + minute * MINUTE_MS;
  await database.transaction(async (tx) => {
    if (source === "consent") {
      await tx.query(`UPDATE "Connection" SET "connectedAt" = $2 WHERE "companyId" = $1`, [
        companyId,
        new Date(atMs),
      ]);
    }
    await recordHealth(tx, { companyId, connectionType: "qbo", cause, message, providerRef, source, atMs });
  });
}

interface Interval {
  cause: ErrorCode | null;
  status: string;
  from: number;
  to: number | null;
  message: string | null;
  providerRef: string | null;
}

async function intervalsOf(companyId: string): Promise<Interval[]> {
  const minutes = (column: string) => `(extract(epoch FROM ${column}) - ${start / 1_000})::float8 / 60`;
  return database.query<Interval>(
    `SELECT cause, status, message, "providerRef", ${minutes('"startedAt"')} AS "from", ${minutes('"endedAt"')} AS "to"
     FROM "HealthInterval" WHERE "companyId" = $1 ORDER BY "startedAt", "endedAt" NULLS LAST`,
    [companyId],
  );
}

const segments = async (companyId: string) =>
  (await intervalsOf(companyId)).map(({ cause, from, to }) => [cause, from, to]);

async function healthOf(companyId: string) {
  const [health] = await database.query(`SELECT * FROM "ConnectionHealth" WHERE "companyId" = $1`, [
    companyId,
  ]);
  return health;
}

async function changesOf(companyId: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'health.change'`,
    [companyId],
  );
  return row?.count ?? 0;
}

const at = (minute: number) => new Date(start + minute * MINUTE_MS);
const DOWN = { cause: "provider_unavailable" } as const;

describe("recordHealth", () => {
  test("keeps the message and reference of the observation that began an interval", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0 });
    await observe(company, { minute: 1, ...DOWN, message: "It answered 503.", providerRef: "tid-1" });
    await observe(company, { minute: 2, ...DOWN, message: "It answered 502.", providerRef: "tid-2" });
    expect((await intervalsOf(company)).at(-1)).toMatchObject({
      message: "It answered 503.",
      providerRef: "tid-1",
    });
    expect(await healthOf(company)).toMatchObject({
      errorMessage: "It answered 502.",
      providerRef: "tid-2",
      since: at(1),
    });
  });

  test("tells live calls from refreshes", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0, source: "consent" });
    await observe(company, { minute: 1, source: "refresh" });
    expect(await healthOf(company)).toMatchObject({ lastChecked: at(1), lastProbedAt: at(0) });
    await observe(company, { minute: 2, ...DOWN });
    expect(await healthOf(company)).toMatchObject({
      lastChecked: at(2),
      lastProbedAt: at(2),
      lastHealthyAt: at(1),
    });
  });

  test("goes on with a trouble that comes back within ten minutes, and shows each turn at once", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0 });
    for (const minute of [10, 20, 29.9]) {
      await observe(company, { minute, ...DOWN });
      expect(await healthOf(company)).toMatchObject({ ...DOWN, since: at(10), lastChecked: at(minute) });
      await observe(company, { minute: minute + 1 });
      expect(await healthOf(company)).toMatchObject({ cause: null, since: at(minute + 1) });
    }
    expect(await segments(company)).toEqual([
      [null, 0, 10],
      ["provider_unavailable", 10, 30.9],
      [null, 30.9, null],
    ]);
    expect(await changesOf(company)).toBe(6);
  });

  test("begins anew after a longer healthy segment, or for another cause", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0, ...DOWN });
    await observe(company, { minute: 1 });
    await observe(company, { minute: 2, cause: "client_rejected" });
    await observe(company, { minute: 3 });
    await observe(company, { minute: 14, cause: "client_rejected" });
    expect((await segments(company)).map(([cause, from]) => [cause, from])).toEqual([
      ["provider_unavailable", 0],
      [null, 1],
      ["client_rejected", 2],
      [null, 3],
      ["client_rejected", 14],
    ]);
  });

  test("never takes back a consent, one's own or that of a company on the same grant", async () => {
    const { companyId, grantId } = await addBareConnection(database, { connectedAt: new Date(start) });
    const { companyId: sharer } = await addBareConnection(database, {
      connectedAt: new Date(start),
      grantId,
    });
    for (const company of [companyId, sharer]) {
      await observe(company, { minute: 1, cause: "reconnect_required" });
    }
    await observe(companyId, { minute: 2, source: "consent" });
    await database.transaction((tx) => consentFor(tx, sharer, 2));
    for (const company of [companyId, sharer]) {
      await observe(company, { minute: 3, cause: "reconnect_required" });
      expect(await segments(company)).toEqual([
        ["reconnect_required", 1, 2],
        [null, 2, 3],
        ["reconnect_required", 3, null],
      ]);
    }
  });

  test("lets no provider's trouble, and no refresh, hide what the customer must mend", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0, cause: "organisation_unavailable" });
    await observe(company, { minute: 1, source: "refresh" });
    await observe(company, { minute: 2, ...DOWN });
    expect(await healthOf(company)).toMatchObject({ cause: "organisation_unavailable", lastProbedAt: at(2) });
    await observe(company, { minute: 3 });
    expect(await segments(company)).toEqual([
      ["organisation_unavailable", 0, 3],
      [null, 3, null],
    ]);
  });

  test("takes many first observations at once", async () => {
    for (let round = 0; round < 20; round++) {
      const company = await newConnection();
      const looks = [DOWN, {}, DOWN, {}, { cause: "client_rejected" } as const, {}, DOWN, DOWN];
      await Promise.all(looks.map((look) => observe(company, { minute: 0, ...look })));
      await expectSound(company);
    }
  });

  test("takes the same change seen by many at once as one", async () => {
    for (let round = 0; round < 20; round++) {
      const company = await newConnection();
      await observe(company, { minute: 0 });
      await Promise.all(Array.from({ length: 8 }, () => observe(company, { minute: 1, ...DOWN })));
      expect(await segments(company)).toEqual([
        [null, 0, 1],
        ["provider_unavailable", 1, null],
      ]);
      expect(await changesOf(company)).toBe(1);
    }
  });

  test("needs one statement for an observation like the one before", async () => {
    const company = await newConnection();
    await observe(company, { minute: 0 });
    let statements = 0;
    const look = { companyId: company, connectionType: "qbo", cause: null, message: null } as const;
    await database.transaction((tx) => {
      const counting: Sql = {
        query: (...args) => {
          statements++;
          return tx.query(...args);
        },
      };
      return recordHealth(counting, { ...look, source: "refresh", atMs: start + MINUTE_MS });
    });
    expect(statements).toBe(1);
  });

  test("never leaves a gap or an overlap, whatever is observed in whatever order", async () => {
    const cause = fc.constantFrom<ErrorCode | null>(
      null,
      null,
      "provider_unavailable",
      "provider_rate_limited",
      "client_rejected",
      "reconnect_required",
      "organisation_unavailable",
    );
    const look = fc.record({
      // Now and then earlier than what is on record: whoever waited for a lock comes late.
      pause: fc.constantFrom(0, 1, 4, 11, 45, -1),
      cause,
      source: fc.constantFrom("refresh" as const, "check" as const),
    });
    const consent = fc.record({
      pause: fc.constantFrom(1, 5),
      cause: fc.constant(null),
      source: fc.constant("consent" as const),
    });
    const looks = fc.array(fc.oneof({ weight: 8, arbitrary: look }, { weight: 1, arbitrary: consent }), {
      maxLength: 25,
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(looks, async (sequence) => {
        const company = await newConnection();
        const consents: number[] = [];
        let [minute, newest] = [1, 1];
        for (const { pause, ...rest } of sequence) {
          minute = Math.max(0, minute + pause);
          await observe(company, { minute, ...rest });
          if (rest.source === "consent" && minute > newest) consents.push(minute);
          newest = Math.max(newest, minute);
          await expectSound(company);
        }
        const failing = (await segments(company)).filter(([of]) => of !== null);
        for (const [, from, to] of failing) {
          const spanned = consents.filter(
            (consent) => consent > Number(from) && consent < Number(to ?? Infinity),
          );
          expect(spanned).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The open interval is what health says, and each begins where the one before ended. */
async function expectSound(companyId: string): Promise<void> {
  const intervals = await intervalsOf(companyId);
  const health = await healthOf(companyId);
  const open = intervals.filter(({ to }) => to === null);
  expect(open).toHaveLength(1);
  expect(open[0]).toEqual(intervals.at(-1));
  expect(health).toMatchObject({
    status: open[0]?.status,
    cause: open[0]?.cause,
    since: new Date(start + Number(open[0]?.from) * MINUTE_MS),
  });
  for (const [index, interval] of intervals.slice(1).entries())
    expect(interval.from).toBe(intervals[index]?.to);
  for (const { from, to } of intervals) if (to !== null) expect(to).toBeGreaterThanOrEqual(from);
}

/** What a consent for another company of the grant does to this one. */
function consentFor(tx: Sql, companyId: string, minute: number): Promise<void> {
  const look = { companyId, connectionType: "qbo", cause: null, message: null } as const;
  return recordHealth(tx, { ...look, source: "consent", atMs: start + minute * MINUTE_MS });
}

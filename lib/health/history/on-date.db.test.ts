import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture, type FixtureChange } from "@/dev/vitest/health-fixture";
import { type Database, openDatabase } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { dayStart } from "@/lib/time/day-start";
import { PAGE_SIZE } from "../connections/keyset-page";
import { pastStatuses } from "./history";
import { type ConnectionOnDate, connectionsOnDate } from "./on-date";
import { readHistory, type Subject } from "./read-history";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 2, 31, 10, 30);
const subjects: Subject[] = [];
let database: Database;

const asOf = (nowMs: number) => ({ database, clock: { nowMs: () => nowMs } });

const CAUSES: (ErrorCode | null)[] = [
  null,
  null,
  null,
  "reconnect_required",
  "organisation_unavailable",
  "subscription_lapsed",
  "provider_unavailable",
  "client_rejected",
  "no_connection",
];

/** Connections whose pasts begin, change, lapse and end around the days that are asked for; the same every run. */
function generated() {
  const hour = fc.integer({ min: -2 * 24, max: 30 * 24 });
  const causes = fc.array(fc.tuple(hour, fc.constantFrom(...CAUSES)), { maxLength: 10 });
  const life = fc.record({
    connected: hour,
    ended: fc.option(hour),
    refresh: hour,
    hard: fc.option(hour),
  });
  return fc.sample(fc.tuple(causes, life), { numRuns: 240, seed: 20_261_123 });
}

async function everyPage(startMs: number): Promise<ConnectionOnDate[][]> {
  const pages = [await connectionsOnDate(asOf(now), { startMs })];
  for (let page = pages[0]; page?.next && pages.length < 20; page = pages.at(-1)) {
    pages.push(await connectionsOnDate(asOf(now), { startMs, cursor: { towards: "next", ...page.next } }));
  }
  const back = pages.at(-1)?.previous;
  if (back) {
    const before = await connectionsOnDate(asOf(now), { startMs, cursor: { towards: "previous", ...back } });
    expect(before.rows.map(({ id }) => id)).toEqual(pages.at(-2)?.rows.map(({ id }) => id));
  }
  return pages.map(({ rows }) => rows);
}

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const ago = (hours: number) => now - hours * HOUR;
  for (const [given, life] of generated()) {
    const changes: FixtureChange[] = given
      .toSorted((a, b) => b[0] - a[0])
      .map(([hours, cause]) => ({ atMs: ago(hours), cause }));
    subjects.push(
      await addHealthFixture(database, {
        connectedAtMs: ago(life.connected),
        disconnectedAtMs: life.ended === null ? null : ago(life.ended),
        refreshExpiresAtMs: ago(life.refresh),
        hardExpiresAtMs: life.hard === null ? null : ago(life.hard),
        changes,
      }),
    );
  }
  return () => database.close();
});

describe("connectionsOnDate", () => {
  test.each([0, 1, 2, 9, 20, 29, 40])(
    "%i days ago: the database's worst is that of the past itself",
    async (ago) => {
      const startMs = dayStart(now) - ago * DAY;
      const rows = (await everyPage(startMs)).flat();
      expect(rows).toHaveLength(subjects.length);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(subjects.length);
      const ranks = rows.map(({ worst }) => pastStatuses.indexOf(worst));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      const { counts } = await connectionsOnDate(asOf(now), { startMs });
      for (const status of pastStatuses) {
        expect(counts[status], status).toBe(rows.filter(({ worst }) => worst === status).length);
      }
    },
  );

  test("each page holds as many as any list", async () => {
    const [first] = await everyPage(dayStart(now));
    expect(first).toHaveLength(PAGE_SIZE);
  });

  test("a connection's day is told in order and without gaps, today to now", async () => {
    for (const row of (await everyPage(dayStart(now))).flat()) {
      expect(row.segments[0]?.fromMs).toBe(dayStart(now));
      expect(row.segments.at(-1)?.toMs).toBe(now);
    }
  });
});

test("a past is read from its window's first interval on, however long it is before", async () => {
  const flapping: FixtureChange[] = Array.from({ length: 3_000 }, (_, index) => ({
    atMs: now - (3_000 - index) * HOUR,
    cause: index % 2 === 0 ? null : ("provider_unavailable" as const),
  }));
  const subject = await addHealthFixture(database, {
    connectedAtMs: now - 3_000 * HOUR,
    refreshExpiresAtMs: now + 90 * DAY,
    changes: flapping,
  });
  const window = { fromMs: now - 5.5 * HOUR, toMs: now };
  const segments = (await readHistory(database, [subject], window)).get(subject.id) ?? [];
  expect(segments).toHaveLength(6);
  expect(segments[0]?.fromMs).toBe(window.fromMs);
  // More changes than are read of one connection: what lies before the newest of them is not known.
  const long = { fromMs: now - 3_000 * HOUR, toMs: now };
  const capped = (await readHistory(database, [subject], long)).get(subject.id) ?? [];
  expect(capped[0]).toMatchObject({ status: "unknown", fromMs: long.fromMs, toMs: now - 2_000 * HOUR });
  expect(capped).toHaveLength(2_001);
});

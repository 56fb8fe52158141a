import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture, type FixtureConnection } from "@/dev/vitest/health-fixture";
import { type Database, openDatabase } from "@/lib/db";
import { readDailyStatuses, recordDailyStatuses } from "./daily-status";
import { pastStatuses } from "./history";
import { healthAt } from "./moment";
import type { Subject } from "./read-history";

const DAY = 86_400_000;
const now = Date.UTC(2026, 2, 31, 10, 30);
const midnight = Date.UTC(2026, 2, 31);
let database: Database;
const subjects: Subject[] = [];
const deps = () => ({ database, clock: { nowMs: () => now } });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const works = { atMs: now - 60 * DAY, cause: null };
  const lasting = { connectedAtMs: now - 60 * DAY, refreshExpiresAtMs: now + 90 * DAY };
  const fixtures: FixtureConnection[] = [
    { ...lasting, changes: [works] },
    { ...lasting, changes: [works, { atMs: midnight - 3 * DAY, cause: "reconnect_required" }] },
    // Fails for an hour around a midnight, and for an hour around a noon.
    ...[midnight - 5 * DAY, midnight - 8.5 * DAY].map((atMs) => ({
      ...lasting,
      changes: [
        works,
        { atMs: atMs - DAY / 48, cause: "provider_unavailable" as const },
        { atMs: atMs + DAY / 48, cause: null },
      ],
    })),
    { ...lasting, disconnectedAtMs: midnight - 2.5 * DAY, changes: [works] },
    { connectedAtMs: midnight - 10 * DAY, refreshExpiresAtMs: now + DAY, changes: [] },
  ];
  for (const fixture of fixtures) subjects.push(await addHealthFixture(database, fixture));
  return () => database.close();
});

test("each of the last thirty days is counted as it was when it ended, once", async () => {
  await Promise.all([recordDailyStatuses(deps()), recordDailyStatuses(deps())]);
  const days = await readDailyStatuses(deps(), 30);
  expect(days.map(({ dayMs }) => dayMs)).toEqual(
    Array.from({ length: 30 }, (_, index) => midnight - (30 - index) * DAY),
  );
  for (const { dayMs, counts } of days) {
    const moments = await Promise.all(
      subjects.map((subject) => healthAt({ database }, subject, dayMs + DAY - 1)),
    );
    const expected = pastStatuses.map((name) => [
      name,
      moments.filter(({ status }) => status === name).length,
    ]);
    expect(counts, new Date(dayMs).toISOString()).toEqual(Object.fromEntries(expected));
  }
  expect(days.find(({ dayMs }) => dayMs === midnight - 6 * DAY)?.counts.provider_trouble).toBe(1);
  expect(days.find(({ dayMs }) => dayMs === midnight - 9 * DAY)?.counts.provider_trouble).toBe(0);
});

test("a counted day stays as it was counted", async () => {
  await database.query(`UPDATE "DailyStatus" SET connections = 99 WHERE status = 'working' AND day = $1`, [
    new Date(midnight - DAY),
  ]);
  await recordDailyStatuses(deps());
  const [yesterday] = await readDailyStatuses(deps(), 1);
  expect(yesterday?.counts.working).toBe(99);
});

test("an archived company's connections are not counted, as they are not in the counts of now", async () => {
  await database.query(`UPDATE "Company" SET "archivedAt" = $2 WHERE id = $1`, [
    subjects[4]?.companyId,
    new Date(now),
  ]);
  await database.query('DELETE FROM "DailyStatus"');
  await recordDailyStatuses(deps());
  const [yesterday] = await readDailyStatuses(deps(), 1);
  expect(yesterday?.counts.disconnected).toBe(0);
});

import { beforeEach, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture, type FixtureConnection } from "@/dev/vitest/health-fixture";
import { openDatabase } from "@/lib/db";
import { countCompanies } from "../connections/count-companies";
import { countStale } from "../connections/count-stale";
import { countEnding, reconnectCalendar } from "./calendar";

const DAY = 86_400_000;
const now = Date.UTC(2026, 2, 31, 10, 30);
const database = openDatabase({ url: await testDatabaseUrl() });
const asOf = (nowMs: number) => ({ database, clock: { nowMs: () => nowMs } });

beforeEach(() =>
  database.query('TRUNCATE "Company", "Grant", "Connection", "ConnectionHealth", "HealthInterval" CASCADE'),
);

function add(companyName: string, fixture: Partial<FixtureConnection>) {
  const connectedAtMs = now - 100 * DAY;
  const changes = [{ atMs: connectedAtMs, cause: null }];
  return addHealthFixture(database, {
    companyName,
    connectedAtMs,
    refreshExpiresAtMs: now + 59 * DAY,
    issuedAtMs: now - DAY / 2,
    changes,
    ...fixture,
  });
}

const namesOf = async (days: 30 | 90) =>
  (await reconnectCalendar(asOf(now), days)).days.map(({ startMs, entries }) => [
    Math.round((startMs - now) / DAY),
    ...entries.map(({ companyName, kind }) => `${companyName} ${kind}`),
  ]);

describe("reconnectCalendar", () => {
  test("a rolling end that each renewal moves on is none; it is counted as left out", async () => {
    await add("Renewed", {});
    await add("Renewed, with a final date", { hardExpiresAtMs: now + 80 * DAY });
    await add("Neglected", { issuedAtMs: now - 40 * DAY, refreshExpiresAtMs: now + 20 * DAY });
    expect(await namesOf(30)).toEqual([[20, "Neglected rolling"]]);
    expect(await reconnectCalendar(asOf(now), 30)).toMatchObject({ total: 1, renewed: 2 });
    expect(await namesOf(90)).toEqual([
      [20, "Neglected rolling"],
      [80, "Renewed, with a final date hard"],
    ]);
    expect(await reconnectCalendar(asOf(now), 90)).toMatchObject({ total: 2, renewed: 1 });
    expect(await countEnding(asOf(now), 90)).toBe(2);
  });

  test("whichever end comes first is the one that counts", async () => {
    const neglected = { issuedAtMs: now - 40 * DAY };
    await add("Hard first", {
      ...neglected,
      refreshExpiresAtMs: now + 20 * DAY,
      hardExpiresAtMs: now + 9 * DAY,
    });
    await add("Idle first", {
      ...neglected,
      refreshExpiresAtMs: now + 9 * DAY,
      hardExpiresAtMs: now + 20 * DAY,
    });
    expect(await namesOf(30)).toEqual([[9, "Hard first hard", "Idle first rolling"]]);
  });

  test("what has ended, or needs reconnecting anyway, has no deadline any more", async () => {
    const soon = { issuedAtMs: now - 40 * DAY, refreshExpiresAtMs: now + 5 * DAY };
    await add("Disconnected", { ...soon, disconnectedAtMs: now - DAY });
    await add("Broken", { ...soon, state: "needs_reconnecting" });
    await add("Lapsed", { ...soon, refreshExpiresAtMs: now - DAY });
    expect(await reconnectCalendar(asOf(now), 90)).toEqual({ days: [], total: 0, renewed: 0 });
  });

  test("a day on which very many end shows some of them and says how many", async () => {
    const ends = { issuedAtMs: now - 40 * DAY, refreshExpiresAtMs: now + 5 * DAY };
    for (let index = 0; index < 25; index++) await add(`Company ${String(index).padStart(2, "0")}`, ends);
    const { days, total } = await reconnectCalendar(asOf(now), 30);
    expect(days.map(({ count, entries }) => [count, entries.length])).toEqual([[25, 20]]);
    expect(days[0]?.entries[0]?.companyName).toBe("Company 00");
    expect(total).toBe(25);
  });
});

describe("countCompanies", () => {
  test("a company works when all its live connections do", async () => {
    const both = async (name: string, xero: Partial<FixtureConnection>) => {
      const { companyId } = await add(name, {});
      await add(name, { companyId, connectionType: "xero", ...xero });
    };
    await both("All good", {});
    await both("Half broken", { state: "needs_reconnecting" });
    await both("Half disconnected", { disconnectedAtMs: now - DAY });
    await both("Half expiring", { refreshExpiresAtMs: now + 5 * DAY });
    await add("Gone", { disconnectedAtMs: now - DAY });
    await database.query(`INSERT INTO "Company" (id, name) VALUES ('n', 'Never connected')`);
    expect(await countCompanies(asOf(now))).toEqual({
      working: 2,
      needs_reconnecting: 1,
      expiring_soon: 1,
      provider_trouble: 0,
      disconnected: 1,
    });
  });
});

describe("countStale", () => {
  const readAt = (companyId: string, type: string, hoursAgo: number | null) =>
    database.query(
      `INSERT INTO "ConnectionHealth" (id, "companyId", "connectionType", "lastChecked", "lastHealthyAt", status)
       VALUES ($1 || $2, $1, $2, $3, $4, 'healthy')
       ON CONFLICT ("companyId", "connectionType") DO UPDATE SET "lastHealthyAt" = excluded."lastHealthyAt"`,
      [companyId, type, new Date(now), hoursAgo === null ? null : new Date(now - (hoursAgo * DAY) / 24)],
    );

  test("a company that works is stale when one of its live connections was not read for so long", async () => {
    const staleAfter = async (trustedReadHours: number) =>
      (await countStale({ ...asOf(now), trustedReadHours })).count;
    const before = await staleAfter(24);
    const { companyId: fresh } = await add("Read lately", {});
    await readAt(fresh, "qbo", 3);
    const { companyId: half } = await add("Half read", {});
    await readAt(half, "qbo", 3);
    await add("Half read, other", { companyId: half, connectionType: "xero" });
    await readAt(half, "xero", 30);
    const { companyId: ended } = await add("Read lately, other ended", {});
    await readAt(ended, "qbo", 3);
    await add("Ended", { companyId: ended, connectionType: "xero", disconnectedAtMs: now - DAY });
    const { companyId: broken } = await add("Broken", { state: "needs_reconnecting" });
    await readAt(broken, "qbo", 300);
    await add("Never read", {});
    expect((await staleAfter(24)) - before).toBe(2);
    expect((await staleAfter(48)) - before).toBe(1);
  });
});

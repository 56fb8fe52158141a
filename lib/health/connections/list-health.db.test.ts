import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { type Database, openDatabase } from "@/lib/db";
import type { Cursor } from "./keyset-page";
import { type ConnectionQuery, sortColumns } from "./list-connections";
import { listHealth } from "./list-health";

const now = Date.UTC(2026, 5, 1);
const at = (days: number) => now + days * 86_400_000;
const COUNTS = { needs_reconnecting: 7, provider_trouble: 5, expiring_soon: 0, working: 31, disconnected: 4 };
const TOTAL = 47;
const SIZE = 10;
const worstFirst: ConnectionQuery = { sort: "status", direction: "asc", size: SIZE };
let database: Database;

const page = (query: Partial<ConnectionQuery> = {}) =>
  listHealth({ database, tenantIds, clock: { nowMs: () => now } }, { ...worstFirst, ...query });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const add = async (
    count: number,
    name: string,
    rest: Partial<Parameters<typeof addHealthFixture>[1]> = {},
  ) => {
    for (let nth = 0; nth < count; nth++)
      await addHealthFixture(database, {
        companyName: `${name} ${nth}`,
        connectedAtMs: at(-200),
        refreshExpiresAtMs: at(90),
        changes: [{ atMs: at(-200), cause: null }],
        ...rest,
      });
  };
  const since = (days: number, cause: "reconnect_required" | "provider_unavailable") => [
    { atMs: at(-200), cause: null },
    { atMs: at(-days), cause },
  ];
  await add(7, "Broken", { state: "needs_reconnecting", changes: since(2, "reconnect_required") });
  await add(5, "Failing", { changes: since(1, "provider_unavailable") });
  await add(28, "Well");
  const healed = (fromDays: number, toDays: number) => [
    { atMs: at(-fromDays), cause: "provider_unavailable" as const },
    { atMs: at(-toDays), cause: null },
  ];
  await add(1, "Troubled lately", { changes: healed(60, 55) });
  await add(1, "Troubled at the window's edge", { changes: healed(100, 80) });
  await add(1, "Troubled long ago", { changes: healed(120, 110) });
  await add(4, "Gone", { disconnectedAtMs: at(-30) });
  return () => database.close();
});

test("every page knows its place in the whole list, in every order and from both ends", async () => {
  for (const sort of sortColumns) {
    for (const direction of ["asc", "desc"] as const) {
      const forth: number[] = [];
      let cursor: Cursor | undefined;
      do {
        const { rows, first, next, total } = await page({ sort, direction, cursor });
        expect(total).toBe(TOTAL);
        forth.push(first, rows.length);
        cursor = next ? { towards: "next", ...next } : undefined;
      } while (cursor);
      expect(forth).toEqual([1, 10, 11, 10, 21, 10, 31, 10, 41, 7]);

      const last = await page({ sort, direction, cursor: { towards: "last" } });
      expect([last.first, last.rows.length, last.next]).toEqual([38, 10, null]);
      const before = await page({
        sort,
        direction,
        cursor: last.previous ? { towards: "previous", ...last.previous } : undefined,
      });
      expect([before.first, before.rows.length]).toEqual([28, 10]);
      const ids = [...before.rows, ...last.rows].map(({ id }) => id);
      expect(new Set(ids).size).toBe(20);
    }
  }
});

test("the last page of a list that fits on one is the list", async () => {
  const { rows, first, next, previous } = await page({ search: "Broken", cursor: { towards: "last" } });
  expect([rows.length, first, next, previous]).toEqual([7, 1, null, null]);
});

test("counts by status leave out the status asked for, the total does not", async () => {
  expect((await page()).counts).toEqual(COUNTS);
  const broken = await page({ status: "needs_reconnecting" });
  expect(broken).toMatchObject({ counts: COUNTS, total: 7 });
  const found = await page({ search: "failing", status: "working" });
  expect(found).toMatchObject({ counts: { provider_trouble: 5, working: 0 }, total: 0, rows: [] });
});

test("only those in trouble since a day are those that are, or were for a part of the time", async () => {
  const { rows, total } = await page({ troubledSince: new Date(at(-90)), size: 50 });
  const names = new Set(rows.map(({ companyName }) => companyName.replace(/ \d+$/, "")));
  expect([...names].toSorted()).toEqual([
    "Broken",
    "Failing",
    "Troubled at the window's edge",
    "Troubled lately",
  ]);
  expect(total).toBe(14);
});

test("a row's coverage is the share of the days shown without an interruption", async () => {
  const [lately] = (await page({ search: "Troubled lately" })).rows;
  expect(lately?.coverage).toBeCloseTo(1 - 5 / 60, 2);
  const [well] = (await page({ search: "Well 1" })).rows;
  expect(well?.coverage).toBe(1);
});

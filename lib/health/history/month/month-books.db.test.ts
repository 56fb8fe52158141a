import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { isAsSigned, readMonthBooks, signOffMonth } from "./month-books";

const DAY = 86_400_000;
const now = Date.UTC(2026, 3, 2, 10);
const march = Date.UTC(2026, 2, 1);
const LENGTH = 31 * DAY;
let database: Database;
const deps = () => ({ database, clock: { nowMs: () => now, observe: () => {} } });
const NONE = { connections: 0, interrupted: 0, coverage: null };
const seenOf = async (month: string) =>
  (await readMonthBooks(deps(), month).catch(() => ({ totals: NONE }))).totals;
const signOff = async (month: string, signerName = "Fay", seen?: typeof NONE) => {
  const given = { month, signerName, seen: seen ?? (await seenOf(month)) };
  return actAs({ kind: "person", id: "fay" }, () => signOffMonth(deps(), given));
};
const rowsOf = (operation: string) =>
  database.query('SELECT "userId", "errorMessage" FROM "AuditLog" WHERE operation = $1', [operation]);

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const works = { atMs: march - 10 * DAY, cause: null };
  const lasting = { connectedAtMs: march - 10 * DAY, refreshExpiresAtMs: now + 90 * DAY };
  await addHealthFixture(database, { ...lasting, companyName: "Aspen", changes: [works] });
  await addHealthFixture(database, {
    ...lasting,
    companyName: "Birch",
    changes: [
      works,
      { atMs: march + DAY, cause: "reconnect_required" },
      { atMs: march + 2 * DAY, cause: null },
    ],
  });
  await addHealthFixture(database, {
    ...lasting,
    companyName: "Cedar",
    changes: [
      works,
      { atMs: march + 5 * DAY, cause: "provider_unavailable" },
      { atMs: march + 5.5 * DAY, cause: null },
    ],
  });
  await addHealthFixture(database, {
    ...lasting,
    connectedAtMs: now - DAY,
    companyName: "Later",
    changes: [],
  });
  return () => database.close();
});

test("a month's books add up over all connections, the longest interruption first", async () => {
  const { totals, lines, signOff: signed } = await readMonthBooks(deps(), "2026-03");
  expect(totals.connections).toBe(3);
  expect(totals.interrupted).toBe(2);
  expect(totals.coverage).toBeCloseTo(1 - (1.5 * DAY) / (3 * LENGTH), 10);
  expect(lines.map(({ companyName, coverage }) => [companyName, coverage])).toEqual([
    ["Birch", 1 - DAY / LENGTH],
    ["Cedar", 1 - (0.5 * DAY) / LENGTH],
    ["Aspen", 1],
  ]);
  expect(signed).toBeNull();
});

test("a month is signed off once for the same figures, with its row, however many sign at once", async () => {
  const signings = await Promise.allSettled([signOff("2026-03"), signOff("2026-03", "Finn")]);
  expect(signings.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(signings.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "invalid_input", message: "This month is signed off with these figures already." },
  });
  expect(await rowsOf("month.sign_off")).toEqual([
    { userId: "fay", errorMessage: "3 connections, 2 with interruptions" },
  ]);
  const { totals, signOff: signed } = await readMonthBooks(deps(), "2026-03");
  expect(signed && isAsSigned(totals, signed)).toBe(true);
});

test("nobody signs figures that they have not seen", async () => {
  const { totals } = await readMonthBooks(deps(), "2026-03");
  const other = { ...totals, interrupted: totals.interrupted + 1 } as typeof NONE;
  await expect(signOff("2026-03", "Finn", other)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("The figures have changed since this page was opened."),
  });
});

test("figures that changed since are told, and may be signed anew", async () => {
  await addHealthFixture(database, {
    companyName: "Adopted",
    connectedAtMs: march,
    refreshExpiresAtMs: now + 90 * DAY,
    changes: [{ atMs: march, cause: null }],
  });
  const { totals, signOff: signed } = await readMonthBooks(deps(), "2026-03");
  expect(signed && isAsSigned(totals, signed)).toBe(false);
  await signOff("2026-03", "Finn");
  expect((await readMonthBooks(deps(), "2026-03")).signOff).toMatchObject({
    signerName: "Finn",
    connections: 4,
  });
});

test("a month that runs, or is none, is not signed off", async () => {
  const before = await rowsOf("month.sign_off");
  await expect(signOff("2026-04")).rejects.toMatchObject({ code: "invalid_input", field: "month" });
  for (const month of ["2026-13", "2031-01", "", "'"]) {
    await expect(signOff(month)).rejects.toMatchObject({ code: "invalid_input", field: "month" });
    await expect(readMonthBooks(deps(), month)).rejects.toMatchObject({ code: "invalid_input" });
  }
  expect(await rowsOf("month.sign_off")).toEqual(before);
});

test("a company that took over an older one's connection has its months too", async () => {
  const before = (await readMonthBooks(deps(), "2026-03")).totals.connections;
  const { companyId } = await addHealthFixture(database, {
    companyName: "Took over",
    connectedAtMs: march - 10 * DAY,
    refreshExpiresAtMs: now + 90 * DAY,
    changes: [{ atMs: march - 10 * DAY, cause: null }],
  });
  await database.query(`UPDATE "Company" SET "createdAt" = $2 WHERE id = $1`, [companyId, new Date(now)]);
  expect((await readMonthBooks(deps(), "2026-03")).totals.connections).toBe(before + 1);
});

import { expect, test } from "vitest";
import { formatAbsolute, formatRelative } from "./time-format";

const NOW_MS = Date.UTC(2026, 2, 3, 12, 0, 0);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

test("an absolute time carries day, month, year, minute and zone", () => {
  expect(formatAbsolute("2026-03-03T09:14:59.000Z")).toBe("3 Mar 2026 09:14 UTC");
});

test("midnight is 00:00 and September is Sep", () => {
  expect(formatAbsolute(new Date("2026-09-01T00:00:00Z"))).toBe("1 Sep 2026 00:00 UTC");
});

test("a date-only time leaves the clock out", () => {
  expect(formatAbsolute("2026-03-31T23:59:00Z", { dateOnly: true })).toBe("31 Mar 2026");
});

test("another zone shows its own clock and name", () => {
  expect(formatAbsolute("2026-07-01T23:30:00Z", { timeZone: "Europe/Berlin" })).toBe(
    "2 Jul 2026 01:30 GMT+2",
  );
});

test("a text that is no time is refused by name", () => {
  expect(() => formatAbsolute("soon")).toThrow('Cannot show the time "soon"');
});

test.each([
  [-10_000, "just now"],
  [10_000, "in a moment"],
  [-6 * MINUTE_MS, "6 min ago"],
  [-59.6 * MINUTE_MS, "1 h ago"],
  [-23.7 * HOUR_MS, "1 day ago"],
  [3 * HOUR_MS, "in 3 h"],
  [5 * DAY_MS, "in 5 days"],
  [-59.9 * DAY_MS, "60 days ago"],
  [-60 * DAY_MS, "2 Jan 2026"],
  [100 * DAY_MS, "11 Jun 2026"],
])("a moment %d ms from now reads %s", (offsetMs, words) => {
  expect(formatRelative(NOW_MS + offsetMs, NOW_MS)).toBe(words);
});

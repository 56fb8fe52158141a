import { expect, test } from "vitest";
import { formatRelative } from "./relative-format";
import {
  daysBetween,
  formatAbsolute,
  formatClock,
  formatIsoDay,
  formatLongDay,
  formatMinute,
  formatPrecise,
  zoneOffset,
} from "./time-format";

const NOW_MS = Date.UTC(2026, 2, 3, 12, 0, 0);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const AUCKLAND = "Pacific/Auckland";
const BERLIN = "Europe/Berlin";

test("an absolute time carries day, month, year, minute and zone", () => {
  expect(formatAbsolute("2026-03-03T09:14:59.000Z", "UTC")).toBe("3 Mar 2026 09:14 UTC");
});

test("midnight is 00:00 and September is Sep", () => {
  expect(formatAbsolute(new Date("2026-09-01T00:00:00Z"), "UTC")).toBe("1 Sep 2026 00:00 UTC");
});

test("a date-only time leaves the clock out", () => {
  expect(formatAbsolute("2026-03-31T23:59:00Z", "UTC", { dateOnly: true })).toBe("31 Mar 2026");
});

test("another zone shows its own clock and name", () => {
  expect(formatAbsolute("2026-07-01T23:30:00Z", BERLIN)).toBe("2 Jul 2026 01:30 GMT+2");
});

test("every form of a time is in one zone, its day too", () => {
  const at = "2026-03-03T12:05:06.007Z";
  expect(formatPrecise(at, "UTC")).toBe("2026-03-03 12:05:06.007 UTC");
  expect(formatPrecise(at, AUCKLAND)).toBe("2026-03-04 01:05:06.007 GMT+13");
  expect(formatMinute(at, AUCKLAND)).toBe("01:05 GMT+13");
  expect(formatClock(at, AUCKLAND)).toBe("01:05:06");
  expect(formatIsoDay(at, AUCKLAND)).toBe("2026-03-04");
  expect(formatLongDay(at, AUCKLAND)).toBe("Wednesday 4 March 2026");
});

test("the hour that comes twice is told apart by its offset, the one that is left out is not made up", () => {
  const [first, second] = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] as const;
  expect([first, second].map((at) => formatAbsolute(at, BERLIN))).toEqual([
    "25 Oct 2026 02:30 GMT+2",
    "25 Oct 2026 02:30 GMT+1",
  ]);
  expect([first, second].map((at) => zoneOffset(at, BERLIN))).toEqual(["GMT+2", "GMT+1"]);
  expect(formatAbsolute("2026-03-29T00:59:00Z", BERLIN)).toBe("29 Mar 2026 01:59 GMT+1");
  expect(formatAbsolute("2026-03-29T01:00:00Z", BERLIN)).toBe("29 Mar 2026 03:00 GMT+2");
});

test("days are counted by the zone's calendar, over a change of its clock too", () => {
  const deadline = "2026-12-01T20:00:00Z";
  expect(daysBetween("2026-11-30T10:00:00Z", deadline, "UTC")).toBe(1);
  expect(daysBetween("2026-11-30T10:00:00Z", deadline, AUCKLAND)).toBe(2);
  expect(daysBetween("2026-10-24T21:30:00Z", "2026-10-25T22:30:00Z", BERLIN)).toBe(1);
});

test("a zone that is not known here is shown as UTC, and says so", () => {
  expect(formatAbsolute("2026-03-03T09:14:00Z", "Mars/Base")).toBe("3 Mar 2026 09:14 UTC");
});

test("a text that is no time is refused by name", () => {
  expect(() => formatAbsolute("soon", "UTC")).toThrow('Cannot show the time "soon"');
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
  expect(formatRelative(NOW_MS + offsetMs, NOW_MS, "UTC")).toBe(words);
});

import { describe, expect, test } from "vitest";
import type { Segment } from "../history";
import { blameOf, interruptionsOf } from "../interruptions";
import { monthOf, monthSummaryOf, recentMonths } from "./month-end";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 3, 10, 8);
const march = monthOf("2026-03", now);
if (!march) throw new Error("March has been");

function segments(
  ...parts: [hours: number, status: Segment["status"], owner: Segment["owner"]][]
): Segment[] {
  let fromMs = march?.fromMs ?? 0;
  return parts.map(([hours, status, owner]) => {
    const segment = { status, owner, cause: null, message: null, providerRef: null, intervalId: null };
    const begins = fromMs;
    fromMs += hours * HOUR;
    return { ...segment, fromMs: begins, toMs: fromMs };
  });
}

test("a month is a calendar month in UTC that has begun", () => {
  expect(march).toEqual({
    name: "2026-03",
    fromMs: Date.UTC(2026, 2, 1),
    toMs: Date.UTC(2026, 3, 1),
    running: false,
  });
  expect(monthOf("2026-04", now)).toMatchObject({ toMs: now, running: true });
  for (const wrong of ["2026-05", "2026-13", "2026-3", "", "1066-10", "2026-03-01"]) {
    expect(monthOf(wrong, now), wrong).toBeUndefined();
  }
  expect(recentMonths(Date.UTC(2026, 1, 28), 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
});

test("a month is summed up by days, interruptions and their owners", () => {
  const past = segments(
    [10 * 24, "unknown", null],
    [30, "working", null],
    [2, "provider_trouble", "provider"],
    [1.5, "provider_trouble", "us"],
    [100, "working", null],
    [20, "needs_reconnecting", "customer"],
    [5, "needs_reconnecting", "customer"],
    [21 * 24 - 158.5, "expiring_soon", null],
  );
  expect(monthSummaryOf(past, march)).toMatchObject({
    statusAtEnd: "expiring_soon",
    daysConnected: 21,
    // The 12th, and from the 16th into the 17th.
    daysInterrupted: 3,
    blame: {
      us: { count: 1, ms: 1.5 * HOUR },
      provider: { count: 1, ms: 2 * HOUR },
      customer: { count: 1, ms: 25 * HOUR },
    },
    first: { owner: "provider", fromMs: march.fromMs + 10 * DAY + 30 * HOUR },
  });
});

test("an interruption goes on as long as the same one is to blame", () => {
  const past = segments(
    [1, "provider_trouble", "provider"],
    [1, "working", null],
    [1, "provider_trouble", "provider"],
    [1, "needs_reconnecting", "customer"],
  );
  const found = interruptionsOf(past);
  expect(found.map(({ owner }) => owner)).toEqual(["provider", "provider", "customer"]);
  expect(blameOf(found).provider).toEqual({ count: 2, ms: 2 * HOUR });
});

describe("monthSummaryOf", () => {
  test("of a connection that was not there is empty", () => {
    expect(monthSummaryOf(segments([31 * 24, "disconnected", null]), march)).toMatchObject({
      statusAtEnd: "disconnected",
      daysConnected: 0,
      daysInterrupted: 0,
      first: null,
    });
  });
});

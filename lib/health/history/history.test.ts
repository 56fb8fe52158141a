import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "@/lib/errors";
import { dayStart } from "@/lib/time/day-start";
import { daysOf, windowOfDays } from "./days";
import { type Interval, type Lifetime, pastStatuses, segmentsOf, worstOf } from "./history";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 2, 31, 10, 30);
const window = windowOfDays(now, 10);
const forever: Lifetime = {
  connectedAt: new Date(now - 400 * DAY),
  disconnectedAt: null,
  refreshExpiresAt: new Date(now + 90 * DAY),
  hardExpiresAt: null,
};

function past(...changes: [hoursAgo: number, cause: ErrorCode | null][]): Interval[] {
  return changes.map(([hoursAgo, cause], index) => ({
    id: `i${index}`,
    cause,
    owner: cause === null ? null : "customer",
    message: null,
    providerRef: null,
    startedAt: new Date(now - hoursAgo * HOUR),
    endedAt: changes[index + 1] ? new Date(now - (changes[index + 1]?.[0] ?? 0) * HOUR) : null,
  }));
}

const statusesOf = (intervals: Interval[], life = forever) =>
  segmentsOf(intervals, life, window).map(({ status }) => status);

describe("segmentsOf", () => {
  test("tells what was observed, and that nothing was known before", () => {
    const intervals = past([48, null], [20, "provider_unavailable"], [19, null], [5, "reconnect_required"]);
    expect(statusesOf(intervals)).toEqual([
      "unknown",
      "working",
      "provider_trouble",
      "working",
      "needs_reconnecting",
    ]);
  });

  test("a reconnect does not erase what was before it", () => {
    const life = { ...forever, connectedAt: new Date(now - 10 * HOUR) };
    expect(statusesOf(past([300, null], [40, "reconnect_required"], [10, null]), life)).toEqual([
      "working",
      "needs_reconnecting",
      "working",
    ]);
  });

  test("a deadline passes at its time, though nobody looked", () => {
    const refreshExpiresAt = new Date(now - 30 * HOUR);
    const segments = segmentsOf(past([300, null]), { ...forever, refreshExpiresAt }, window);
    expect(segments.map(({ status }) => status)).toEqual(["expiring_soon", "needs_reconnecting"]);
    expect(segments[1]).toMatchObject({ owner: "customer", fromMs: refreshExpiresAt.getTime(), toMs: now });
  });

  test("a deadline means nothing before the consent it belongs to, and nothing after a disconnect", () => {
    const refreshExpiresAt = new Date(now + 2 * DAY);
    const life = { ...forever, connectedAt: new Date(now - 50 * HOUR), refreshExpiresAt };
    expect(statusesOf(past([300, null]), life)).toEqual(["working", "expiring_soon"]);
    const ended = {
      ...life,
      refreshExpiresAt: new Date(now - HOUR),
      disconnectedAt: new Date(now - 20 * HOUR),
    };
    expect(statusesOf(past([300, null]), ended)).toEqual(["working", "expiring_soon", "disconnected"]);
  });

  test("covers its window without gap or overlap, whatever the past", () => {
    const causes = fc.constantFrom<ErrorCode | null>(
      null,
      null,
      "reconnect_required",
      "organisation_unavailable",
      "provider_unavailable",
      "client_rejected",
      "no_connection",
    );
    const moment = fc.integer({ min: -20 * 24, max: 20 * 24 }).map((hours) => new Date(now + hours * HOUR));
    const life = fc.record({
      connectedAt: moment,
      disconnectedAt: fc.option(moment),
      refreshExpiresAt: moment,
      hardExpiresAt: fc.option(moment),
    });
    const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 15 * 24 }), causes), { maxLength: 12 });
    fc.assert(
      fc.property(changes, life, (given, lifetime) => {
        const intervals = past(...given.toSorted((a, b) => b[0] - a[0]));
        const segments = segmentsOf(intervals, lifetime, window);
        expect(segments[0]?.fromMs).toBe(window.fromMs);
        expect(segments.at(-1)?.toMs).toBe(window.toMs);
        const sound = segments.every(
          ({ status, owner, fromMs, toMs }, index) =>
            toMs > fromMs &&
            (segments[index + 1]?.fromMs ?? window.toMs) === toMs &&
            (owner !== null) === (status === "needs_reconnecting" || status === "provider_trouble"),
        );
        expect(sound).toBe(true);
        const days = daysOf(segments, window);
        expect(days.map(({ startMs }) => startMs)).toEqual(
          Array.from({ length: 10 }, (_, day) => dayStart(now) - (9 - day) * DAY),
        );
        const worst = days.map(({ startMs }) =>
          worstOf(
            segments
              .filter(({ fromMs, toMs }) => fromMs < startMs + DAY && toMs > startMs)
              .map(({ status }) => status),
          ),
        );
        expect(days.map(({ status }) => status)).toEqual(worst);
      }),
      { numRuns: 300 },
    );
  });
});

describe("daysOf", () => {
  test("shows the worst of each UTC day and its longest segment, today to now", () => {
    const intervals = past(
      [300, null],
      [20, "provider_unavailable"],
      [19, null],
      [12, "provider_unavailable"],
    );
    const [yesterday, today] = daysOf(segmentsOf(intervals, forever, window), window).slice(-2);
    expect(yesterday).toMatchObject({
      status: "provider_trouble",
      fromMs: now - 12 * HOUR,
      toMs: dayStart(now),
    });
    expect(today).toMatchObject({ status: "provider_trouble", fromMs: dayStart(now), toMs: now });
  });

  test("a day that was partly connected counts as connected", () => {
    const days = daysOf(segmentsOf(past([60, null], [30, "no_connection"]), forever, window), window);
    expect(days.map(({ status }) => status).slice(-5)).toEqual([
      "unknown",
      "working",
      "working",
      "working",
      "disconnected",
    ]);
  });
});

test("the worst of nothing is that nothing is known", () => {
  expect(worstOf([])).toBe("unknown");
  expect(worstOf(pastStatuses)).toBe("needs_reconnecting");
});

import { expect, test } from "vitest";
import { coverageOf, coveredTimeOf } from "./coverage";
import type { PastStatus, Segment } from "./history";

const DAY_MS = 86_400_000;

/** Segments of so many days each. */
function past(...parts: [status: PastStatus, days: number][]): Segment[] {
  let atMs = 0;
  return parts.map(([status, days]) => {
    const fromMs = atMs;
    atMs += days * DAY_MS;
    const nothing = { cause: null, owner: null, message: null, providerRef: null, intervalId: null };
    return { ...nothing, status, fromMs, toMs: atMs };
  });
}

test("coverage counts the time connected alone, and what expires soon as covered", () => {
  const segments = past(
    ["unknown", 50],
    ["working", 20],
    ["needs_reconnecting", 6],
    ["provider_trouble", 4],
    ["expiring_soon", 10],
    ["disconnected", 10],
  );
  expect(coverageOf(coveredTimeOf(segments))).toBeCloseTo(0.75);
});

test("a connection without trouble is covered wholly", () => {
  expect(coverageOf(coveredTimeOf(past(["unknown", 89], ["working", 1])))).toBe(1);
});

test.each([[past(["unknown", 90])], [past(["disconnected", 90])], [[]]])(
  "what was never connected has no coverage",
  (segments) => {
    expect(coverageOf(coveredTimeOf(segments))).toBeNull();
  },
);

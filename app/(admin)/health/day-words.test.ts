import { expect, test } from "vitest";
import type { Day } from "@/lib/health";
import { noteOf, summaryOf } from "./day-words";

const startMs = Date.UTC(2026, 2, 31);
const HOUR_MS = 3_600_000;
const xero = { providerName: "Xero", connectionType: "xero" };

function day(status: Day["status"], parts: Partial<Day> = {}): Day {
  return {
    startMs,
    status,
    fromMs: startMs,
    toMs: startMs + 24 * HOUR_MS,
    cause: null,
    message: null,
    ...parts,
  };
}

test("a day's note says what, from when until when, and why", () => {
  const broken = { cause: "reconnect_required", fromMs: startMs + 9.25 * HOUR_MS } as const;
  expect(noteOf(day("needs_reconnecting", broken), xero)).toBe(
    "Needs reconnecting from 09:15 UTC: Xero ended the access",
  );
  const passing = { fromMs: startMs + 9 * HOUR_MS, toMs: startMs + 10 * HOUR_MS };
  expect(noteOf(day("provider_trouble", passing), xero)).toBe(
    "Provider trouble from 09:00 UTC until 10:00 UTC",
  );
  expect(noteOf(day("working"), xero)).toBe("Working");
});

test("the days are summed up in one line", () => {
  const days = (count: number, status: Day["status"]) => Array.from({ length: count }, () => day(status));
  expect(summaryOf(days(90, "working"))).toBe("All 90 days working.");
  expect(
    summaryOf([...days(1, "working"), ...days(2, "expiring_soon"), ...days(3, "needs_reconnecting")]),
  ).toBe("1 day working, 2 expiring soon, 3 needing reconnecting.");
  expect(summaryOf(days(90, "unknown"))).toBe("90 days without record.");
});

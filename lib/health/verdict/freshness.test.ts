import { expect, test } from "vitest";
import { spanWords, utcTime } from "../history/utc-time";
import { freshnessOf } from "./freshness";

const answered = new Date(Date.UTC(2026, 2, 3, 9, 14));
const vended = new Date(Date.UTC(2026, 2, 3, 10));

test("freshness is the newest sign, and says which it was", () => {
  expect(freshnessOf({ lastHealthyAt: answered, lastVendedAt: null })).toEqual({
    at: answered,
    sign: "answer",
  });
  expect(freshnessOf({ lastHealthyAt: answered, lastVendedAt: vended })).toEqual({
    at: vended,
    sign: "vend",
  });
  expect(freshnessOf({ lastHealthyAt: vended, lastVendedAt: answered })).toEqual({
    at: vended,
    sign: "answer",
  });
  expect(freshnessOf({ lastHealthyAt: null, lastVendedAt: vended })).toEqual({ at: vended, sign: "vend" });
  expect(freshnessOf({ lastHealthyAt: null, lastVendedAt: null })).toBeNull();
});

test("times and spans are words that stand by themselves", () => {
  expect(utcTime(answered)).toBe("2026-03-03 09:14 UTC");
  const minutes = (count: number) => spanWords(count * 60_000);
  expect([0.5, 1, 59, 60, 61, 1_439, 1_440, 2_881, 3_000].map(minutes)).toEqual([
    "less than a minute",
    "1 min",
    "59 min",
    "1 h",
    "1 h 1 min",
    "23 h 59 min",
    "1 day",
    "2 days",
    "2 days 2 h",
  ]);
});

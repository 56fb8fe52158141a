import { describe, expect, test } from "vitest";
import { backOff } from "./back-off";
import { dayStart } from "./day-start";
import { deadline } from "./deadline";
import { spanWords } from "./span-words";
import { utcMinute } from "./utc-minute";
import { waitWords } from "./wait-words";

const AT = Date.UTC(2026, 2, 3, 9, 14, 59);

test("a moment is written in UTC, and its day begins at midnight there", () => {
  expect(utcMinute(AT)).toBe("2026-03-03 09:14");
  expect(utcMinute(new Date(dayStart(AT)))).toBe("2026-03-03 00:00");
});

test("times and spans are words that stand by themselves", () => {
  expect(utcMinute(AT)).toBe("2026-03-03 09:14");
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

test.each([
  [1, "1 second"],
  [45_000, "45 seconds"],
  [60_000, "1 minute"],
  [60_001, "2 minutes"],
])("a wait of %d ms reads %s", (ms, words) => {
  expect(waitWords(ms)).toBe(words);
});

test("a pause doubles with each failure, up to its limit", () => {
  const pauses = [0, 1, 2, 3, 2_000].map((failures) => backOff({ firstMs: 100, maxMs: 500 }, failures));
  expect(pauses).toEqual([100, 200, 400, 500, 500]);
});

describe("a deadline", () => {
  const never = new Promise<string>(() => {});
  const late = (): string => {
    throw new Error("too late");
  };

  test("gives what the work brings in time, and its failure as it is", async () => {
    expect(await deadline(Promise.resolve("done"), 60_000, late)).toBe("done");
    await expect(deadline(Promise.reject(new Error("broken")), 60_000, late)).rejects.toThrow("broken");
  });

  test("gives the value in its place, or throws, once the work took too long", async () => {
    expect(await deadline(never, 1, () => "instead")).toBe("instead");
    await expect(deadline(never, 1, late)).rejects.toThrow("too late");
  });
});

import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";
import { shortSpan } from "./short-span";

test.each([
  [0, "< 1 m"],
  [MINUTE_MS - 1, "< 1 m"],
  [12 * MINUTE_MS, "12 m"],
  [HOUR_MS - 1, "59 m"],
  [3 * HOUR_MS, "3 h"],
  [3 * HOUR_MS + 20 * MINUTE_MS, "3 h 20 m"],
  [DAY_MS, "1 d"],
  [DAY_MS + 18 * HOUR_MS + 30 * MINUTE_MS, "1 d 18 h"],
  [40 * DAY_MS + 3 * HOUR_MS, "40 d"],
])("%d ms are %s", (ms, words) => {
  expect(shortSpan(ms)).toBe(words);
});

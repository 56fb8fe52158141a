import { expect, test } from "vitest";
import { percentileMs } from "./slowness";

test("a percentile is the upper end of the class that holds it", () => {
  expect(percentileMs(new Map(), 0.95)).toBeUndefined();
  expect(percentileMs(new Map([[0, 1]]), 0.95)).toBe(1);
  const counts = new Map([
    [5, 4],
    [0, 95],
    [3, 1],
  ]);
  expect(percentileMs(counts, 0.95)).toBe(1);
  expect(percentileMs(counts, 0.96)).toBe(10);
  expect(percentileMs(counts, 0.99)).toBe(50);
});

test("what took longer than the last class has no upper end", () => {
  expect(percentileMs(new Map([[14, 1]]), 0.95)).toBe(Number.POSITIVE_INFINITY);
});

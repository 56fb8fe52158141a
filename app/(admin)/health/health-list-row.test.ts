import { expect, test } from "vitest";
import { coverageWords, troubleOf } from "./health-list-row";

test.each([
  [1, "100 %"],
  [0.99999, "99.9 %"],
  [0.989, "98.9 %"],
  [0, "0.0 %"],
])("a coverage of %d reads %s", (coverage, words) => {
  expect(coverageWords(coverage)).toBe(words);
});

test("trouble is told longest first, short to the eye and in full to readers", () => {
  const hour = 3_600_000;
  expect(
    troubleOf({
      us: { count: 0, ms: 0 },
      provider: { count: 3, ms: 3.5 * hour },
      customer: { count: 1, ms: 42 * hour },
    }),
  ).toEqual([
    { short: "C 1 d 18 h", long: "Customer 1 day 18 h" },
    { short: "P 3 h 30 m", long: "Provider 3 h 30 min in 3 times" },
  ]);
});

import { expect, test } from "vitest";
import { troubleOf } from "./health-list-row";

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
    { short: "P 3 h 30 m", long: "Provider 3 h 30 min (3 times)" },
  ]);
});

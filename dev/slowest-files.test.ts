import { expect, test } from "vitest";
import { playwrightTimes, slowestFiles, vitestTimes } from "./slowest-files";

test("the slowest files of both runners are named, the slowest first", () => {
  const vitest = vitestTimes(
    { testResults: [{ name: "/root/lib/a.test.ts", startTime: 1_000, endTime: 2_500 }] },
    "/root",
  );
  const spec = (...durations: number[]) => ({
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const browser = playwrightTimes({
    suites: [{ file: "b.spec.ts", specs: [spec(1_000, 500)], suites: [{ specs: [spec(1_500)] }] }],
  });
  expect(slowestFiles([...vitest, ...browser], 2)).toEqual([
    "    3.0 s  e2e/b.spec.ts",
    "    1.5 s  lib/a.test.ts",
  ]);
});

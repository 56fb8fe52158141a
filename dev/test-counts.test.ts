import { expect, test } from "vitest";
import { closingLine, playwrightCounts, sumCounts, verdict, vitestCounts } from "./test-counts";

const vitestReport = (testResults: { status: string; assertionResults: { status: string }[] }[] = []) => ({
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults,
});

test("vitestCounts counts a file that failed to load beside the tests that failed", () => {
  const withFailedTest = { status: "failed", assertionResults: [{ status: "failed" }] };
  const unloadable = { status: "failed", assertionResults: [] };
  expect(vitestCounts(vitestReport([withFailedTest]))).toEqual({ passed: 3, failed: 1, skipped: 3 });
  expect(vitestCounts(vitestReport([withFailedTest, unloadable]))).toEqual({
    passed: 3,
    failed: 2,
    skipped: 3,
  });
});

test("playwrightCounts counts errors outside tests as failures", () => {
  const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
  expect(playwrightCounts({ stats, errors: [] })).toEqual({ passed: 5, failed: 2, skipped: 3 });
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, skipped: 3 });
});

test("verdict turns a bad exit, a missing report and a run without tests into a failure", () => {
  const fine = { passed: 2, failed: 0, skipped: 0 };
  expect(verdict(fine, 0)).toEqual(fine);
  expect(verdict(fine, 1).failed).toBe(1);
  expect(verdict(undefined, 0).failed).toBe(1);
  expect(verdict({ passed: 0, failed: 0, skipped: 9 }, 0).failed).toBe(1);
  expect(verdict({ passed: 1, failed: 2, skipped: 0 }, 1).failed).toBe(2);
});

test("closingLine sums the runners and mentions skipped tests only when there are any", () => {
  const sum = sumCounts([
    { passed: 2, failed: 0, skipped: 0 },
    { passed: 5, failed: 1, skipped: 0 },
  ]);
  expect(closingLine(sum)).toBe("7 passed, 1 failed");
  expect(closingLine({ ...sum, skipped: 4 })).toBe("7 passed, 1 failed, 4 skipped");
});

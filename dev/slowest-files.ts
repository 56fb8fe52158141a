import { relative } from "node:path";

/** One test file and how long its tests took, in milliseconds. */
export interface FileTime {
  file: string;
  ms: number;
}

interface VitestTimes {
  testResults: { name: string; startTime: number; endTime: number }[];
}

interface Suite {
  file?: string;
  suites?: Suite[];
  specs?: { tests: { results: { duration: number }[] }[] }[];
}

export function vitestTimes({ testResults }: VitestTimes, root: string): FileTime[] {
  return testResults.map(({ name, startTime, endTime }) => ({
    file: relative(root, name),
    ms: endTime - startTime,
  }));
}

/** The top suite of a Playwright report is a file. */
export function playwrightTimes({ suites = [] }: { suites?: Suite[] }): FileTime[] {
  return suites.map((suite) => ({ file: `e2e/${suite.file ?? ""}`, ms: suiteMs(suite) }));
}

function suiteMs({ suites = [], specs = [] }: Suite): number {
  const own = specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results));
  return (
    own.reduce((sum, { duration }) => sum + duration, 0) + suites.map(suiteMs).reduce((a, b) => a + b, 0)
  );
}

/** Lines that say where the time went, the slowest first. */
export function slowestFiles(files: readonly FileTime[], count = 10): string[] {
  return [...files]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(({ file, ms }) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${file}`);
}

import { relative } from "node:path";

interface VitestFailures {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
}

interface Suite {
  title: string;
  file?: string;
  suites?: Suite[];
  specs?: { title: string; ok: boolean; tests: { results: { error?: { message?: string } }[] }[] }[];
}

const MESSAGE_LINES = 12;

/** A line that names each failed test, and the first lines of why. */
export function vitestFailures({ testResults }: VitestFailures, root: string): string[] {
  return testResults.flatMap(({ name, status, message = "", assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((assertion) => assertion.status === "failed");
    // A file may break before its first test.
    if (failed.length === 0) return status === "failed" ? [failure(file, message)] : [];
    return failed.map((test) =>
      failure(`${file} › ${test.fullName}`, test.failureMessages?.join("\n") ?? ""),
    );
  });
}

/** @see vitestFailures */
export function playwrightFailures(report: { suites?: Suite[]; errors?: { message?: string }[] }): string[] {
  const { suites = [], errors = [] } = report;
  return [
    ...errors.map(({ message = "" }) => failure("e2e", message)),
    ...suites.flatMap((suite) => suiteFailures(suite, `e2e/${suite.file ?? ""}`)),
  ];
}

function suiteFailures({ suites = [], specs = [] }: Suite, place: string): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) => {
      const messages = tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ""));
      return failure(`${place} › ${title}`, messages.join("\n"));
    });
  return [...own, ...suites.flatMap((suite) => suiteFailures(suite, `${place} › ${suite.title}`))];
}

/** Terminals' colours mean nothing in a log. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

function failure(test: string, message: string): string {
  const lines = message
    .replace(COLOURS, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return [`FAILED ${test}`, ...lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`)].join("\n");
}

import { expect, test } from "vitest";
import { playwrightFailures, vitestFailures } from "./failed-tests";

test("failed tests of both runners are named with why, without colours, and passed ones are not", () => {
  const assertionResults = [
    { status: "passed", fullName: "adds" },
    {
      status: "failed",
      fullName: "a sum takes away",
      failureMessages: ["\u001b[31mexpected 1\u001b[39m\n\nto be 2"],
    },
  ];
  const broken = {
    name: "/root/lib/b.test.ts",
    status: "failed",
    message: "no such module",
    assertionResults: [],
  };
  const testResults = [{ name: "/root/lib/a.test.ts", status: "failed", assertionResults }, broken];
  expect(vitestFailures({ testResults }, "/root")).toEqual([
    "FAILED lib/a.test.ts › a sum takes away\n    expected 1\n    to be 2",
    "FAILED lib/b.test.ts\n    no such module",
  ]);

  const spec = (title: string, ok: boolean) => ({
    title,
    ok,
    tests: [{ results: [ok ? {} : { error: { message: "Timed out" } }] }],
  });
  const group = { title: "in the dark", specs: [spec("is seen", false)] };
  const suites = [{ title: "c.spec.ts", file: "c.spec.ts", specs: [spec("works", true)], suites: [group] }];
  expect(playwrightFailures({ suites, errors: [{ message: "no server" }] })).toEqual([
    "FAILED e2e\n    no server",
    "FAILED e2e/c.spec.ts › in the dark › is seen\n    Timed out",
  ]);
});

import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { speakThroughLog } from "./speak-through-log";

const kept = { ...console };
afterEach(() => Object.assign(console, kept));

test("what the framework prints becomes lines of JSON: an error with its stack, words without colours, no object", () => {
  const lines: string[] = [];
  speakThroughLog(pino({ base: undefined }, { write: (line: string) => void lines.push(line) }));
  const error = Object.assign(new Error("it broke\u001b[31m"), { client: { password: "canary" } });
  // biome-ignore lint/suspicious/noConsole: the framework speaks so, and this test in its place
  console.error(" \u001b[31m⨯\u001b[39m", "Failed", error);
  // biome-ignore lint/suspicious/noConsole: as above
  console.warn("careful", { token: "canary" });
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(lines.every((line) => line.trimEnd().split("\n").length === 1)).toBe(true);
  expect(first).toMatchObject({ level: 50, error: "it broke", msg: "⨯ Failed" });
  expect(first.stack).toContain("speak-through-log.test.ts");
  expect(second).toMatchObject({ level: 40, msg: "careful" });
  expect(lines.join()).not.toContain("canary");
});

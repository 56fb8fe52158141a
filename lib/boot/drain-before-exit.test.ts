import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { bundledProgram } from "@/dev/bundled-program";

const root = resolve(import.meta.dirname, "../..");
const LANDS = "async () => console.log('landed')";
const FAILS = "async () => { throw new Error('the database is away'); }";
const HANGS = "() => new Promise(() => {})";

/** As Next's: it answers what is under way, then tells the signal by its code. */
const FRAMEWORK =
  "for (const s of ['SIGTERM', 'SIGINT']) process.on(s, () => process.exit(s === 'SIGINT' ? 130 : 143));";
const ENDLESS_REQUEST = "process.on('SIGTERM', () => {});";

/** A process of its own that drains by these steps. @returns How it ended by the signal, and what it printed. */
async function endOf(
  steps: string,
  { before = "", signal = "SIGTERM" }: { before?: string; signal?: "SIGTERM" | "SIGINT" } = {},
) {
  const module = pathToFileURL(await bundledProgram("lib/boot/drain-before-exit.ts")).href;
  const code = `import { drainBeforeExit } from ${JSON.stringify(module)};
    ${before}
    const log = { error: (fields, message) => console.log(message + " " + JSON.stringify(fields)) };
    drainBeforeExit(log, ${steps}, { maxMs: 300 });
    setInterval(() => {}, 1_000);
    console.log("ready");`;
  const args = ["--input-type=module", "--eval", code];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (text.includes("ready")) child.kill(signal);
    said += text;
  });
  const [exitCode] = await once(child, "close");
  return { exitCode, said: said.replace("ready\n", "") };
}

/** Whose handlers were there before. */
const BEFORE = { nobody: "", "a framework": FRAMEWORK };

test.each([
  ["SIGTERM", "nobody"],
  ["SIGINT", "nobody"],
  ["SIGTERM", "a framework"],
  ["SIGINT", "a framework"],
] as const)(
  "a drain that lands all by %s ends with code 0 where %s handled it before",
  async (signal, who) => {
    const end = await endOf(`[{ a: ${LANDS} }, { b: ${LANDS} }]`, { before: BEFORE[who], signal });
    expect(end).toEqual({ exitCode: 0, said: "landed\nlanded\n" });
  },
);

test.each(["nobody", "a framework"] as const)(
  "what could not land keeps nothing else from landing, and is named at the end with code 1, where %s was before",
  async (who) => {
    const steps = `[{ a: ${FAILS} }, { b: ${LANDS} }]`;
    const { exitCode, said } = await endOf(steps, { before: BEFORE[who] });
    expect(exitCode).toBe(1);
    expect(said).toContain('{"what":"a","error":"the database is away"}\nlanded\n');
    expect(said).toContain('not all of its work has landed {"left":["a"]}');
  },
);

test("work that does not end in time is named, and so are requests that nobody answered", async () => {
  const hung = await endOf(`[{ a: ${LANDS}, b: ${HANGS} }, { c: ${LANDS} }]`);
  expect(hung.exitCode).toBe(1);
  expect(hung.said).toContain('{"left":["b","c"]}');
  const endless = await endOf(`[{ a: ${LANDS} }]`, { before: ENDLESS_REQUEST });
  expect(endless.exitCode).toBe(1);
  expect(endless.said).toContain('{"left":["requests under way"]}');
});

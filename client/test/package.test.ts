import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codesMeaning } from "@/lib/errors";
import { problemClasses } from "../src/problems.js";
import { startApiServer } from "./api-server.js";

const run = promisify(execFile);
const client = fileURLToPath(new URL("..", import.meta.url));
const dist = mkdtempSync(join(tmpdir(), "countersign-client-"));

/** Only doors of the dashboard fail like this. */
const NOT_OF_THE_API = ["not_signed_in", "not_allowed", "foreign_origin", "consent_denied"];
/** What a door makes of a failure that has no code. */
const UNFORESEEN = "unexpected";

beforeAll(async () => {
  const compiler = join(client, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [compiler, "--project", client, "--outDir", dist]);
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const files = () => readdirSync(dist).filter((name) => name.endsWith(".js"));

test("the client knows every code that the API can give, and no other", () => {
  const codes = (["needs_reconnecting", "provider_trouble", "disconnected"] as const).flatMap(codesMeaning);
  const given = codes.filter((code) => !NOT_OF_THE_API.includes(code));
  expect(Object.keys(problemClasses).sort()).toEqual([...given, UNFORESEEN].sort());
});

test("each problem's class has the code that it stands for, and its name", () => {
  const problem = {
    ...{ type: "about:blank", title: "", status: 409, detail: "It failed.", instance: "urn:uuid:1" },
    ...{ owner: "us" as const, retryable: false },
  };
  for (const [code, Class] of Object.entries(problemClasses)) {
    const failure = new Class({ ...problem, code });
    const name = `${code
      .split("_")
      .map((part) => part[0]?.toUpperCase() + part.slice(1))
      .join("")}Error`;
    expect([failure.code, failure.name]).toEqual([code, name]);
  }
});

test("the built package imports nothing but itself, and names no runtime's own", () => {
  expect(files()).toContain("index.js");
  for (const file of files()) {
    const text = readFileSync(join(dist, file), "utf8");
    const imported = [...text.matchAll(/\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)];
    for (const [, from, bare] of imported) expect(from ?? bare).toMatch(/^\.\/[a-z-]+\.js$/);
    expect(text).not.toMatch(/(?<!")\b(?:process|Buffer|require|Deno|Bun)\s*[.(]/);
  }
  expect(
    Object.keys(JSON.parse(readFileSync(join(client, "package.json"), "utf8")).dependencies ?? {}),
  ).toEqual([]);
});

test("the built package gets a token with nothing else around it", async () => {
  const server = await startApiServer();
  try {
    const script = `
      const { Countersign } = await import(${JSON.stringify(new URL(`file://${dist}/index.js`).href)});
      const countersign = new Countersign({ url: process.argv[1], key: process.argv[2] });
      const token = await countersign.tokens.get("acme", "qbo");
      const newer = await countersign.tokens.reject("acme", "qbo", token);
      console.log(token.accessToken, newer.generation, String(newer));`;
    const args = ["--input-type=module", "--eval", script, "--", server.url, server.key];
    const startedMs = performance.now();
    const { stdout } = await run(process.execPath, args);
    expect(stdout.trim()).toBe("secret-value-1 2 [Countersign token]");
    expect(performance.now() - startedMs).toBeLessThan(20_000); // no timer of a try keeps the process
  } finally {
    await server.close();
  }
});

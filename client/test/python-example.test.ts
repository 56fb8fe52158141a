import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, problemJson, startApiServer } from "./api-server.js";

const run = promisify(execFile);
const examples = new URL("../examples/", import.meta.url).pathname;
const hasPython = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

/** Time stands still for the client, and a wait between two tries is none. */
const PREAMBLE = `
import json, sys
sys.path.insert(0, sys.argv[1])
import countersign as module
now, slept = [0.0], []
module.time.monotonic = lambda: now[0]
module.time.sleep = slept.append
c = module.Countersign(sys.argv[2], sys.argv[3])
def get():
    try: return c.get("acme", "qbo")["generation"]
    except module.CountersignError as error: return error.code
def print(value): sys.stdout.write(json.dumps(value) + "\\n")
def later(seconds): now[0] += seconds
`;

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

/** @returns What the script prints, a value a line. */
async function python(script: string): Promise<unknown[]> {
  const { stdout } = await run("python3", ["-B", "-c", PREAMBLE + script, examples, server.url, server.key]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const methods = () => server.seen.map(({ method, tag, json }) => [method, tag ?? json ?? null]);

describe.runIf(hasPython)("the Python example", () => {
  test("keeps a token for five minutes, has it confirmed and replaces a refused one", async () => {
    const told = await python(`
print([get(), get()])
later(299); print(get())
later(1); print(get())
later(60); print(get())
print(c.reject("acme", "qbo", 1)["generation"])
print(c.reject("acme", "qbo", 1)["generation"])
print(get())
`);
    expect(told).toEqual([[1, 1], 1, 1, 1, 2, 2, 2]);
    expect(methods()).toEqual([
      ["POST", null],
      ["GET", '"g1"'],
      ["POST", { rejected_generation: 1 }],
    ]);
  });

  test("tries three times, and makes do with what it holds while Countersign is away", async () => {
    const busy = { status: 503, headers: { "Retry-After": "2" }, body: problemJson(503, "refresh_pending") };
    server.faults.push(busy, "reset", { delayMs: 0 }, busy, busy, busy, busy, busy, busy);
    const told = await python(`
print(get())
later(300); print(get())
later(4); print(get())
later(3300); print(get())
print([s >= 2 for s in slept])
`);
    expect(told).toEqual([1, 1, 1, "refresh_pending", [true, false, true, true, true, true]]);
    expect(server.seen).toHaveLength(9);
  });

  test("gives nothing of a company that was disconnected, and follows no redirect", async () => {
    server.faults.push({ delayMs: 0 }, { status: 302, headers: { Location: "http://127.0.0.1:1/" } });
    const told = python(`
print(get())
later(300); print(get())
`);
    expect(await told).toEqual([1, "unreadable_answer"]);
    server.connected = false;
    expect(await python("print(get())")).toEqual(["no_connection"]);
  });
});

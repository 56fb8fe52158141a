import { execFile } from "node:child_process";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Countersign } from "@/client/src";
import { apiWorld } from "@/dev/vitest/api-world";

const run = promisify(execFile);
const world = apiWorld();
const example = resolve(import.meta.dirname, "../../client/examples/countersign.py");

describe("the client against this API", () => {
  test("gets a token, keeps it, and gets another when the provider refused it", async () => {
    const { companyId } = await world.connectNew("qbo");
    const client = new Countersign({ url: world.origin, key: await world.key() });
    const token = await client.tokens.get(companyId, "qbo");
    const again = await client.tokens.get(companyId, "qbo");
    expect(again.accessToken).toBe(token.accessToken);
    world.simulator.clock.advance(11_000);
    const newer = await client.tokens.reject(companyId, "qbo", token);
    expect(newer.generation).toBe(2);
    expect(newer.accessToken).not.toBe(token.accessToken);
    expect(String(token)).not.toContain(token.accessToken);
    expect((await client.connections.get(companyId, "qbo")).status).toBe("working");
  });

  test("has an error class for each failure", async () => {
    const { companyId } = await world.connectNew("qbo");
    const client = new Countersign({ url: world.origin, key: await world.key({ companyIds: [companyId] }) });
    await expect(client.tokens.get("nobody", "qbo")).rejects.toMatchObject({
      code: "not_found",
      owner: "us",
    });
    await expect(client.tokens.get(companyId, "xero")).rejects.toMatchObject({ code: "no_connection" });
    const bad = new Countersign({ url: world.origin, key: "cs_test_wrong" });
    await expect(bad.tokens.get(companyId, "qbo")).rejects.toMatchObject({ code: "invalid_token" });
  });
});

const hasPython = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

test.runIf(hasPython)("the Python example gets a token from this API", async () => {
  const { companyId } = await world.connectNew("qbo");
  const environment = { COUNTERSIGN_URL: world.origin, COUNTERSIGN_KEY: await world.key() };
  const program = `
import os, countersign
held = countersign.Countersign(os.environ["COUNTERSIGN_URL"], os.environ["COUNTERSIGN_KEY"])
print([held.get("${companyId}", "qbo")["generation"] for _ in range(2)])`;
  const env = { ...process.env, ...environment, PYTHONPATH: dirname(example), PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run("python3", ["-c", program], { env });
  expect(stdout.trim()).toBe("[1, 1]");
});

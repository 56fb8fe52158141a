import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";

const run = promisify(execFile);
const world = apiWorld();
const page = readFileSync(resolve(import.meta.dirname, "../../docs/api.md"), "utf8");

/** Each command of docs/api.md, with the answer that follows it. */
const examples = [...page.matchAll(/```sh\n([\s\S]*?)```(?:\n+```json\n([\s\S]*?)```)?/g)]
  .map(([, command = "", answer]) => ({ command, answer }))
  .filter(({ command }) => command.includes("curl"));

let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  const { companyId } = await world.connectNew("qbo", "Acme Books");
  const renamed = ["Company", "Connection", "ConnectionHealth", "HealthInterval"];
  await world.database.query(`INSERT INTO "Company" (id, name) VALUES ('acme', 'Acme')`);
  for (const table of renamed.slice(1))
    await world.database.query(`UPDATE "${table}" SET "companyId" = 'acme' WHERE "companyId" = $1`, [
      companyId,
    ]);
  world.simulator.clock.advance(11_000);
  environment = { ...process.env, COUNTERSIGN_URL: world.origin, COUNTERSIGN_KEY: await world.key() };
});

test("docs/api.md has examples, with answers", () => {
  expect(examples.length).toBeGreaterThanOrEqual(12);
});

test.each(examples.map(({ command, answer }) => [command.split("\n")[0] ?? "", command, answer] as const))(
  "runs as it stands: %s",
  async (_first, command, answer) => {
    const { stdout } = await run("sh", ["-c", command], { env: environment });
    const given = JSON.parse(stdout);
    if (answer === undefined) expect(given.instance).toBeUndefined();
    else expect(shapeOf(given)).toEqual(shapeOf(JSON.parse(answer)));
  },
);

/** An answer without its values: an example's ids and times are its own. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

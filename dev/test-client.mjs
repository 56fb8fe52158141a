// The client's tests under other versions of Node than this one: `npm run test:client`. A version that can't be fetched
// is said to be left out, and is no failure.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSIONS = ["22", "24"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const FETCH_MS = 300_000;

/** @returns The version's full number; undefined when it is out of reach. */
function fetched(/** @type {string} */ version) {
  const args = ["--yes", "--prefer-offline", "--package", `node@${version}`, "--", "node", "--version"];
  const { status, stdout } = spawnSync("npx", args, { cwd: root, encoding: "utf8", timeout: FETCH_MS });
  const number = stdout?.trim();
  return status === 0 && number.startsWith(`v${version}.`) ? number : undefined;
}

function passes(/** @type {string} */ version) {
  const command = ["node", vitest, "run", "--project", "unit", "client/"];
  const args = ["--yes", "--prefer-offline", "--package", `node@${version}`, "--", ...command];
  return spawnSync("npx", args, { cwd: root, stdio: "inherit" }).status === 0;
}

const ends = VERSIONS.map((version) => {
  const number = fetched(version);
  if (!number) return { line: `Node ${version}: left out, because it can't be fetched here`, failed: false };
  const failed = !passes(version);
  return { line: `Node ${number.slice(1)}: ${failed ? "failed" : "passed"}`, failed };
});
for (const { line } of ends) console.log(line);
process.exitCode = ends.some(({ failed }) => failed) ? 1 : 0;

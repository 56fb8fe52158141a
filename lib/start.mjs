// What runs in production: `node lib/start.mjs web | api | worker | command …`, also as npm start, npm run api, npm run worker and
// npm run countersign. It stays the one process, so that signals reach what they are for, and it installs nothing.
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { endWithNpm } from "./end-with-npm.mjs";
import { loadEnvFile } from "./env-file.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What each name runs, and what must have been built for it. */
const PROGRAMS = {
  web: { file: "node_modules/next/dist/bin/next", args: ["start"], needs: ".next/BUILD_ID" },
  api: { file: "dist/programs/api.mjs", args: [], needs: "dist/programs/api.mjs" },
  worker: { file: "dist/programs/worker.mjs", args: [], needs: "dist/programs/worker.mjs" },
  command: { file: "lib/cli/main.ts", args: [], needs: "lib/db/generated/client.ts" },
};

/** @returns {never} */
function refuse(/** @type {string} */ message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [name = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(PROGRAMS, name))
  refuse("Usage: node lib/start.mjs web | api | worker | command [arguments]");
const program = PROGRAMS[/** @type {keyof typeof PROGRAMS} */ (name)];

/** The file holds every secret there is. Windows keeps rights elsewhere. */
function warnOfOpenFile(/** @type {string} */ path) {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  process.stderr.write(`${path} can be read by others (mode ${mode.toString(8)}). Run: chmod 600 ${path}\n`);
}

/** Why nothing can listen at the web process's address, asked before Next does and ends with a stack. */
async function addressProblem() {
  const options = /** @type {const} */ ({
    port: { type: "string", short: "p" },
    hostname: { type: "string", short: "H" },
  });
  const { values } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const port = Number(values.port || process.env.PORT || 3000);
  // Next says itself what it takes for a port.
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
  const host = typeof values.hostname === "string" ? values.hostname : undefined;
  const code = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ { code = "unknown" }) => resolve(code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  if (code === undefined) return undefined;
  if (code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Set PORT to another one, or end that program.`;
  }
  if (code === "EACCES") {
    return `This user may not listen on port ${port}. Set PORT to one above 1023.`;
  }
  return `Nothing can listen at ${host} (${code}). Give -H another address of this machine, or leave it out.`;
}

/** Next says that it is ready before anything of Countersign's has started; the log says it once that is so. */
function keepNextSilentUntilReady() {
  console.log = () => undefined;
}

/** A vend leaves next to nothing behind, so that collecting often costs little; V8 would let the heap grow to twice the process. */
function keepHeapSmall() {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=30");
}

process.chdir(root);
if (process.env.npm_lifecycle_event) endWithNpm();
if (!existsSync("node_modules")) refuse("The dependencies are missing. Run: npm ci --omit=dev");
if (!existsSync(program.needs)) refuse(`${program.needs} is missing. Run: npm run build`);
if (existsSync(".env")) {
  warnOfOpenFile(".env");
  try {
    loadEnvFile(".env");
  } catch (error) {
    refuse(`Countersign cannot start:\n${/** @type {Error} */ (error).message}`);
  }
  // Next would read the file once more, and take every $ in a secret for a variable.
  process.env.__NEXT_PROCESSED_ENV = "true";
}
if (name === "web") {
  // Next takes an empty one for 0, which is any port.
  if (process.env.PORT === "") delete process.env.PORT;
  const problem = await addressProblem();
  if (problem) refuse(`Countersign cannot start:\n${problem}`);
  keepNextSilentUntilReady();
}
if (name === "api") keepHeapSmall();
const file = join(root, program.file);
process.argv = [process.execPath, file, ...program.args, ...args];
if (file.endsWith(".ts")) (await import("tsx/esm/api")).register();
await import(pathToFileURL(file).href);

// What runs in production: `node lib/start.mjs web | worker | command …`, also as npm start, npm run worker and
// npm run countersign. It stays the one process, so that signals reach what they are for, and it installs nothing.
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What each name runs, and what must have been built for it. */
const PROGRAMS = {
  web: { file: "node_modules/next/dist/bin/next", args: ["start"], needs: ".next/BUILD_ID" },
  worker: { file: "lib/worker/main.ts", args: [], needs: "lib/db/generated/client.ts" },
  command: { file: "lib/cli/main.ts", args: [], needs: "lib/db/generated/client.ts" },
};

/** @returns {never} */
function refuse(/** @type {string} */ message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [name = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(PROGRAMS, name)) refuse("Usage: node lib/start.mjs web | worker | command [arguments]");
const program = PROGRAMS[/** @type {keyof typeof PROGRAMS} */ (name)];

/** npm ends by a signal without handing it on, and would leave this process behind. */
function endWithNpm() {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}

/** The file holds every secret there is. Windows keeps rights elsewhere. */
function warnOfOpenFile(/** @type {string} */ path) {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  process.stderr.write(`${path} can be read by others (mode ${mode.toString(8)}). Run: chmod 600 ${path}\n`);
}

process.chdir(root);
if (process.env.npm_lifecycle_event) endWithNpm();
if (!existsSync("node_modules")) refuse("The dependencies are missing. Run: npm ci --omit=dev");
if (!existsSync(program.needs)) refuse(`${program.needs} is missing. Run: npm run build`);
if (existsSync(".env")) {
  warnOfOpenFile(".env");
  process.loadEnvFile(".env");
  // Next would read the file once more, and take every $ in a secret for a variable.
  process.env.__NEXT_PROCESSED_ENV = "true";
}
const file = join(root, program.file);
process.argv = [process.execPath, file, ...program.args, ...args];
if (file.endsWith(".ts")) (await import("tsx/esm/api")).register();
await import(pathToFileURL(file).href);

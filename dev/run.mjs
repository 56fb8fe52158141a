// Makes `npm run …` a single command on a fresh clone: installs and generates what is missing, then runs
// a TypeScript file. Plain Node without dependencies, because it runs before any of them is there.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { endWithNpm } from "../lib/end-with-npm.mjs";
import { loadEnvFile } from "../lib/env-file.mjs";
import { whileItLasts } from "./while-it-lasts.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const atRoot = (/** @type {string} */ path) => join(root, path);

/** Older than package.json's `engines.node`, which is what Countersign is developed for: this still runs, and is tested. */
const STILL_RUNS_ON = "20.19";

/** A sentence when this Node is too old to run anything here, else undefined. */
export function nodeProblem(/** @type {string} */ version) {
  const [needMajor = 0, needMinor = 0] = STILL_RUNS_ON.split(".").map(Number);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return `Countersign needs Node 22.12 or newer, and this is Node ${version}. Install Node 24 from https://nodejs.org/en/download (or run: nvm install 24), then run this again.`;
}

/**
 * Whether node_modules lacks something package-lock.json asks for. npm writes its own lock into
 * node_modules as the last step of an install, so an interrupted one is noticed too. Optional packages
 * of other platforms are never there; development ones need not be in production.
 */
export function installIsStale(
  /** @type {string} */ lockText,
  /** @type {string | undefined} */ installedText,
  /** @type {boolean} */ production,
) {
  if (installedText === undefined) return true;
  const wanted = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  const mayBeAbsent = (/** @type {any} */ entry) =>
    entry.optional || (production && (entry.dev || entry.devOptional));
  const missing = Object.keys(wanted).some(
    (key) => key !== "" && !installed[key] && !mayBeAbsent(wanted[key]),
  );
  const foreign = Object.keys(installed).some(
    (key) =>
      wanted[key]?.version !== installed[key].version || wanted[key]?.integrity !== installed[key].integrity,
  );
  return missing || foreign;
}

function readIfThere(/** @type {string} */ path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Whether the generated Prisma client is missing or older than the schema. */
function clientIsStale() {
  const generated = atRoot("lib/db/generated/client.ts");
  const schema = atRoot("prisma/schema.prisma");
  if (!existsSync(schema)) return false;
  return !existsSync(generated) || statSync(generated).mtimeMs < statSync(schema).mtimeMs;
}

/**
 * Runs a command to its end. A terminal sends Ctrl-C to the whole process group, so the child has it
 * already; signals sent to this process alone are handed on, once each.
 *
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null, output: string }>}
 */
function run(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {{ quiet?: boolean, shell?: boolean }} */ { quiet = false, shell = false } = {},
) {
  const child = spawn(command, args, { stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit", shell });
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  /** @type {Map<NodeJS.Signals, () => void>} */
  const handlers = new Map();
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    let forwarded = signal === "SIGINT" && atTerminal;
    handlers.set(signal, () => {
      if (!forwarded) child.kill(signal);
      forwarded = true;
    });
  }
  for (const [signal, handler] of handlers) process.on(signal, handler);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new Error(`Cannot start ${command}: ${cause.message}`, { cause })));
    child.once("close", (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve({ code, signal, output });
    });
  });
}

/** Ends this process the way its child ended. */
function endLike(/** @type {{ code: number | null, signal: NodeJS.Signals | null }} */ { code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exit(code ?? 1);
}

function install() {
  const npm = process.env.npm_execpath;
  return whileItLasts(console.error, "Installing dependencies (npm ci)", () =>
    npm && basename(npm) === "npm-cli.js"
      ? run(process.execPath, [npm, "ci"])
      : run("npm", ["ci"], { shell: process.platform === "win32" }),
  );
}

async function generate() {
  const prisma = atRoot("node_modules/prisma/build/index.js");
  const result = await whileItLasts(console.error, "Generating the Prisma client", () =>
    run(process.execPath, [prisma, "generate"], { quiet: true }),
  );
  if (result.code !== 0) process.stderr.write(result.output);
  return result;
}

async function main(/** @type {string[]} */ [script, ...args]) {
  const problem = nodeProblem(process.versions.node);
  if (problem || !script) {
    console.error(problem ?? "Usage: node dev/run.mjs SCRIPT [arguments]");
    process.exit(1);
  }
  process.chdir(root);
  if (process.env.npm_lifecycle_event) endWithNpm();
  Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" });
  const lock = readFileSync("package-lock.json", "utf8");
  const stale = installIsStale(
    lock,
    readIfThere("node_modules/.package-lock.json"),
    process.env.NODE_ENV === "production",
  );
  if (stale) {
    const result = await install();
    if (result.code !== 0) return endLike(result);
  }
  loadEnvFile(".env");
  if (clientIsStale()) {
    const result = await generate();
    if (result.code !== 0) return endLike(result);
  }
  endLike(await run(process.execPath, ["--import", "tsx", script, ...args]));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}

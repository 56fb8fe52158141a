import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a command ended, and what it printed unless it printed for itself. */
export interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

interface Options {
  /** Output goes to the terminal at once instead of being kept. */
  readonly shown?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const running = new Set<ReturnType<typeof spawn>>();
const INTERRUPTED = 130;
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    interrupted = true;
    // A terminal sends Ctrl-C to the children itself; a second one would cut their clearing up short.
    const hasIt =
      signal === "SIGINT" && (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY);
    if (!hasIt) for (const child of running) child.kill(signal);
    if (running.size === 0) process.exit(INTERRUPTED);
  });
}

/** Runs a command to its end. A signal to this process ends the command, then this process. */
export function runCommand(command: string, args: readonly string[], options: Options = {}): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(command, args, {
    stdio: options.shown ? "inherit" : ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => {
      running.delete(child);
      reject(new Error(`Cannot start ${command}: ${cause.message}`, { cause }));
    });
    child.once("close", (code) => {
      running.delete(child);
      if (interrupted && running.size === 0) process.exit(INTERRUPTED);
      resolve({ exitCode: code ?? 1, output, seconds: (performance.now() - startedMs) / 1000 });
    });
  });
}

/**
 * Runs a package's command line with this Node, which spares a shell and npx on every platform.
 *
 * @param tool The package's name, and its command's when that differs: `["typescript", "tsc"]`.
 */
export function runTool(
  tool: string | readonly [string, string],
  args: readonly string[],
  options?: Options,
) {
  const [name, bin] = typeof tool === "string" ? [tool, tool.split("/").at(-1) ?? tool] : tool;
  return runCommand(
    process.execPath,
    [...(name === "vitest" ? VITEST_FLAGS : []), toolPath(name, bin), ...args],
    options,
  );
}

const VITEST_FLAGS = ["--import", new URL("./vitest-on-node-20.mjs", import.meta.url).href];

/** Read from the disk, because many packages export neither their manifest nor their command. */
function toolPath(name: string, bin: string): string {
  const folder = fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
  const declared: string | Record<string, string> = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ).bin;
  const path = typeof declared === "string" ? declared : declared[bin];
  if (!path) throw new Error(`Package ${name} has no command ${bin}`);
  return join(folder, path);
}

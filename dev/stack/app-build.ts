import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runScript } from "./child";

/** Next's own choice; one build serves the demo and the browser tests. */
const BUILD_DIR = ".next";

/** Whatever goes into a build; folders with all they hold. */
const SOURCES = [
  ...["app", "components", "lib", "prisma/schema.prisma", "proxy.ts", "instrumentation.ts", "next.config.js"],
  ...["tailwind.config.ts", "postcss.config.mjs", "package-lock.json"],
];

/** Whether a build is missing or older than a source. */
export function buildIsStale(root: string): boolean {
  const finished = join(root, BUILD_DIR, "BUILD_ID");
  if (!existsSync(finished)) return true;
  const builtAtMs = statSync(finished).mtimeMs;
  return SOURCES.some((source) => newestMtimeMs(join(root, source)) > builtAtMs);
}

function newestMtimeMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  const inside = readdirSync(path)
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .map((name) => newestMtimeMs(join(path, name)));
  // A folder's own time changes when something in it is removed.
  return Math.max(stat.mtimeMs, ...inside);
}

/** @throws {Error} The build failed; the message ends with what it printed. */
export async function buildApp(root: string): Promise<void> {
  const next = createRequire(join(root, "package.json")).resolve("next/dist/bin/next");
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await runScript("The build of the app", next, ["build", root], env);
}

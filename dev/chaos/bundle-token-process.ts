import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".data/chaos");
/** What CommonJS packages inside an ES module still want. */
const BANNER = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;

const making = new Map<ProcessKind, Promise<string>>();

/** Which file beside this one the process runs. */
export type ProcessKind = "token-process" | "job-process";

/**
 * A process as one file, which starts five times as fast as its sources: scenarios start hundreds.
 *
 * @returns Its path. It is made anew once a process, and put in place whole, because several may want it at once.
 */
export function bundleTokenProcess(kind: ProcessKind): Promise<string> {
  const path = making.get(kind) ?? bundle(kind);
  making.set(kind, path);
  return path;
}

async function bundle(kind: ProcessKind): Promise<string> {
  const made = join(folder, `${kind}.mjs`);
  const outfile = `${made}.${randomUUID()}`;
  mkdirSync(folder, { recursive: true });
  await bundler().build({
    entryPoints: [join(import.meta.dirname, `${kind}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    alias: { "@": root },
    banner: { js: BANNER },
    // Loaded as they are, if at all.
    external: ["pg-native", "intuit-oauth", "xero-node", "pg-boss"],
  });
  renameSync(outfile, made);
  return made;
}

interface Bundler {
  build(options: Record<string, unknown>): Promise<unknown>;
}

/** The one that tsx itself runs on. */
function bundler(): Bundler {
  const ofTsx = createRequire(createRequire(import.meta.url).resolve("tsx"));
  return ofTsx("esbuild") as Bundler;
}

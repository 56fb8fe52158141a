import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const made = join(root, ".data/chaos/token-process.mjs");
/** What CommonJS packages inside an ES module still want. */
const BANNER = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;

let making: Promise<string> | undefined;

/**
 * The token process as one file, which starts five times as fast as its sources: scenarios start hundreds.
 *
 * @returns Its path. It is made anew once a process, and put in place whole, because several may want it at once.
 */
export function bundleTokenProcess(): Promise<string> {
  making ??= bundle();
  return making;
}

async function bundle(): Promise<string> {
  const outfile = `${made}.${randomUUID()}`;
  mkdirSync(dirname(made), { recursive: true });
  await bundler().build({
    entryPoints: [join(import.meta.dirname, "token-process.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    alias: { "@": root },
    banner: { js: BANNER },
    // Never loaded by what a token process does.
    external: ["pg-native", "intuit-oauth", "xero-node"],
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

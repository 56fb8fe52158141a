import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
/** What CommonJS packages inside an ES module still want. */
const BANNER = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;

let made: Promise<string> | undefined;

/**
 * The token process as one file, which starts five times as fast as its sources: scenarios start hundreds.
 *
 * @returns Its path, the same one at every call. It goes when this process exits.
 */
export function bundleTokenProcess(): Promise<string> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-chaos-bundle-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "token-process.mjs");
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
  return outfile;
}

interface Bundler {
  build(options: Record<string, unknown>): Promise<unknown>;
}

/** The one that tsx itself runs on. */
function bundler(): Bundler {
  const ofTsx = createRequire(createRequire(import.meta.url).resolve("tsx"));
  return ofTsx("esbuild") as Bundler;
}

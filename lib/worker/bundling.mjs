// How programs are bundled: for production, and for tests that start hundreds. From its sources a program starts five times as
// slowly and holds twice the memory.
import { copyFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const PROGRAMS = { api: "lib/worker/api.ts", worker: "lib/worker/main.ts" };
/** What CommonJS packages inside an ES module still want. */
const BANNER = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;
/** Read from beside the program that starts it as a thread. */
const HASH_WORKER = "lib/people/hash-worker.mjs";

/**
 * How every program of Countersign is bundled.
 * @type {import("esbuild").BuildOptions}
 */
export const BUNDLING = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "error",
  alias: { "@": root },
  banner: { js: BANNER },
  // Loaded as they are, if at all.
  external: ["pg-native", "intuit-oauth", "xero-node", "pg-boss", "@node-rs/argon2"],
};

/** Puts beside the programs of a folder the one file that they start by its path. */
export function putHashWorker(/** @type {string} */ folder) {
  copyFileSync(join(root, HASH_WORKER), join(folder, basename(HASH_WORKER)));
}

/**
 * Makes what `node lib/start.mjs api | worker` runs: one file a program, and what it loads later.
 *
 * @param folder From the root, and as deep below it as any program's source: some find the project from where they lie.
 */
export async function buildPrograms(/** @type {string} */ folder) {
  rmSync(join(root, folder), { recursive: true, force: true });
  await build({
    ...BUNDLING,
    entryPoints: Object.entries(PROGRAMS).map(([out, file]) => ({ in: file, out })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    // Names stay, for the sake of stacks in the log.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
  });
  putHashWorker(join(root, folder));
}

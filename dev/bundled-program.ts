import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const FOLDER = join(root, ".data/programs");
/** Names a folder of programs that are as new as the processes that read the name. */
const FRESH_FOLDER = "COUNTERSIGN_FRESH_PROGRAMS";
/** What CommonJS packages inside an ES module still want. */
const BANNER = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;
/** Read from beside the program that starts it as a thread. */
const HASH_WORKER = "lib/people/hash-worker.mjs";

const making = new Map<string, Promise<string>>();

/**
 * A program as one file, which starts five times as fast as its sources: tests and scenarios start hundreds.
 *
 * @param entry Relative to the project, `lib/cli/main.ts` for instance.
 * @returns Its path. It is made anew once a process or, after `shareFreshPrograms`, once a run; it is put in place
 *   whole, because several may want it at once.
 */
export function bundledProgram(entry: string): Promise<string> {
  const path = making.get(entry) ?? bundle(entry);
  making.set(entry, path);
  return path;
}

/** The processes that this one starts from now on share the programs that the first of them makes. @returns Ends it. */
export function shareFreshPrograms(): () => void {
  mkdirSync(dirname(FOLDER), { recursive: true });
  // As deep below the root as any program's source: some find the project from where they lie.
  const fresh = mkdtempSync(`${FOLDER}-`);
  process.env[FRESH_FOLDER] = fresh;
  return () => {
    delete process.env[FRESH_FOLDER];
    rmSync(fresh, { recursive: true, force: true });
  };
}

async function bundle(entry: string): Promise<string> {
  const fresh = process.env[FRESH_FOLDER];
  const folder = fresh ?? FOLDER;
  const made = join(folder, `${entry.replaceAll("/", "-").replace(/\.ts$/, "")}.mjs`);
  if (fresh && existsSync(made)) return made;
  const outfile = `${made}.${randomUUID()}`;
  mkdirSync(folder, { recursive: true });
  await bundler().build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    alias: { "@": root },
    banner: { js: BANNER },
    // Loaded as they are, if at all.
    external: ["pg-native", "intuit-oauth", "xero-node", "pg-boss", "@node-rs/argon2"],
  });
  copyFileSync(join(root, HASH_WORKER), join(folder, basename(HASH_WORKER)));
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

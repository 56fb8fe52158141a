import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { BUNDLING, putHashWorker } from "@/lib/worker/bundling.mjs";

const root = resolve(import.meta.dirname, "..");
const FOLDER = join(root, ".data/programs");
/** Names a folder of programs that are as new as the processes that read the name. */
const FRESH_FOLDER = "COUNTERSIGN_FRESH_PROGRAMS";

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
  await build({ ...BUNDLING, entryPoints: [entry], outfile });
  putHashWorker(folder);
  renameSync(outfile, made);
  return made;
}

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** How a command ended, and what it printed. */
interface Ended {
  exitCode: number;
  output: string;
}

/**
 * Runs `prisma …` with nothing of our environment that would change its ways (CI, another engine, a URL).
 *
 * @param env On top of what the CLI needs of ours.
 * @param project A folder that holds this project, or a copy of it.
 */
export function prismaCommand(
  env: Record<string, string>,
  args: readonly string[],
  project = root,
): Promise<Ended> {
  const { PATH, HOME, SystemRoot, NODE_ENV } = process.env;
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const ours = { PATH, HOME, SystemRoot, NODE_ENV, NO_COLOR: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  return new Promise((done) => {
    const options = { cwd: project, env: { ...ours, ...env } };
    const running = execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) =>
      done({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
    running.stdin?.end();
  });
}

/** A folder with this project's schema, migrations and configuration, on which a test's commands may do their worst. */
export async function copyProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "countersign-prisma-"));
  for (const folder of ["dev", "lib"]) await mkdir(join(copy, folder));
  const files = ["dev/postgres-state.ts", "lib/env-file.mjs"];
  for (const path of ["prisma", "prisma.config.ts", "package.json", ...files]) {
    await cp(join(root, path), join(copy, path), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  return copy;
}

/** The migrations' names, oldest first. */
export async function migrationsOf(project: string): Promise<string[]> {
  const entries = await readdir(join(project, "prisma/migrations"), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

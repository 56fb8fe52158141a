import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Runs `prisma …` on this checkout. `env` comes on top of what the CLI needs of ours. */
export function prismaCommand(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ exitCode: number; output: string }> {
  const { PATH, HOME, SystemRoot, NODE_ENV } = process.env;
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const ours = { PATH, HOME, SystemRoot, NODE_ENV, NO_COLOR: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  return new Promise((done) => {
    const options = { cwd: root, env: { ...ours, ...env } };
    const running = execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) =>
      done({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
    running.stdin?.end();
  });
}

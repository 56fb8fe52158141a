import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const project = resolve(import.meta.dirname, "../..");

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function git(folder: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

/** A folder that builds from this project's configuration; `commit` puts it under git. */
function sources({ commit }: { commit: boolean }): string {
  const folder = emptyFolder();
  copyFileSync(join(project, "next.config.js"), join(folder, "next.config.js"));
  writeFileSync(join(folder, "package.json"), '{"type":"module","version":"1.2.3"}');
  writeFileSync(join(folder, ".gitignore"), "node_modules\n");
  if (commit) {
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message", "first");
  }
  return folder;
}

/** What a production build in this folder is given: its id, and the key that names its server actions. */
function release(folder: string): { id: string | null; key: string | null } {
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"), "junction");
  const code = `import config from ${JSON.stringify(pathToFileURL(join(folder, "next.config.js")).href)};
    const { generateBuildId } = config("phase-production-build");
    const key = process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? null;
    console.log(JSON.stringify({ id: generateBuildId?.() ?? null, key }));`;
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: _, ...env } = process.env;
  const args = ["--input-type=module", "--eval", code];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" }));
}

function cloneOf(origin: string): string {
  const clone = join(emptyFolder(), "clone");
  git(origin, "clone", "--quiet", origin, clone);
  return clone;
}

test("builds of one commit in two folders have one id and one key of server actions, another commit's have others", () => {
  const origin = sources({ commit: true });
  const clone = cloneOf(origin);
  const first = release(origin);
  expect(first.id).toBe(git(origin, "rev-parse", "HEAD"));
  expect(Buffer.from(first.key ?? "", "base64")).toHaveLength(32);
  expect(release(clone)).toEqual(first);

  git(origin, "commit", "--quiet", "--allow-empty", "--message", "second");
  const second = release(cloneOf(origin));
  expect(second.id).not.toBe(first.id);
  expect(second.key).not.toBe(first.key);
});

test("a build of sources that no commit holds has an id of its own", () => {
  const changed = sources({ commit: true });
  appendFileSync(join(changed, "package.json"), "\n");
  expect(release(changed)).toEqual({ id: null, key: null });
});

test("without git, builds of one version have one id and one key", () => {
  const [one, other] = [sources({ commit: false }), sources({ commit: false })];
  const first = release(one);
  expect(first).toMatchObject({ id: "1.2.3", key: expect.any(String) });
  expect(release(other)).toEqual(first);
});

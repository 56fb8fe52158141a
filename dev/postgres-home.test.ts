import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRunningPostgres, startPostgres } from "./postgres";
import { makeDataHome, reachablePrograms, serverUser } from "./postgres-home";

// Only root starts Postgres as somebody else, so only root can meet a folder that Postgres can't enter.
const asRoot = test.runIf(process.getuid?.() === 0);

let folder: string;
let closed: string;
let shelter: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-home-"));
  await chmod(folder, 0o755);
  closed = join(folder, "root-home");
  shelter = join(folder, "shelter");
  await mkdir(closed, { mode: 0o700 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

asRoot(
  "Postgres starts on a data directory in a home that its user can't enter, and keeps its data there",
  async () => {
    const dataDir = join(closed, ".data", "postgres");
    const first = await startPostgres({ dataDir, durable: false });
    expect(findRunningPostgres(dataDir)).toMatchObject({ url: first.url });
    await first.stop();
    const again = await startPostgres({ dataDir, durable: false });
    expect(again.url.split("@")[0]).toBe(first.url.split("@")[0]);
    await again.stop();
  },
  30_000,
);

asRoot("a data directory that was deleted takes its sheltered data with it at the next move", async () => {
  const user = serverUser();
  makeDataHome(join(closed, "one"), user, shelter);
  const [home = ""] = (await readdir(join(shelter, "data"))).filter((name) => !name.endsWith(".of"));
  await rm(join(closed, "one"), { recursive: true });
  makeDataHome(join(closed, "two"), user, shelter);
  expect(existsSync(join(shelter, "data", home))).toBe(false);
  expect((await lstat(join(closed, "two"))).isSymbolicLink()).toBe(true);
});

asRoot("programs that the user can't run are copied once to where it can", async () => {
  const packageDir = join(closed, "package");
  await mkdir(packageDir);
  const program = join(packageDir, "program");
  await writeFile(program, "#!/bin/sh\n", { mode: 0o755 });
  const home = { packageDir, version: "1.0.0", user: serverUser(), shelter };
  expect(reachablePrograms({ program }, home)).toEqual({
    program: join(shelter, "postgres-1.0.0", "program"),
  });
  expect(reachablePrograms({ program }, { ...home, user: undefined })).toEqual({ program });
});

test("a data directory that the user can enter stays where it is", async () => {
  const dataDir = join(folder, "open", "postgres");
  makeDataHome(dataDir, serverUser(), shelter);
  expect((await lstat(dataDir)).isDirectory()).toBe(true);
  expect(existsSync(shelter)).toBe(false);
});

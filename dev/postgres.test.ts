import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRunningPostgres, startPostgres } from "./postgres";

/** One for all tests, because making a cluster takes longer than any of them; each leaves it stopped. */
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "countersign-postgres-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: "array" }).finally(() => client.end());
  return rows.flat();
}

/** A process of its own that starts Postgres on `dataDir` and then waits. */
async function startOwner() {
  const script = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, "postgres.ts"))};
    startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false }).then(() => console.log("started"));
    setInterval(() => {}, 60_000);
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script];
  const owner = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(createInterface({ input: owner.stdout }), "line");
  return owner;
}

test("a second start keeps the data, the password and the settings", async () => {
  const first = await startPostgres({ dataDir, durable: false });
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  expect(await query(first.url, "SHOW max_connections")).toEqual(["200"]);
  expect(await query(first.url, "SHOW fsync")).toEqual(["off"]);
  expect(await query(first.url, "SHOW listen_addresses")).toEqual(["127.0.0.1"]);
  expect((await stat(join(dataDir, "password"))).mode & 0o777).toBe(0o600);
  await first.stop();
  await expect(query(first.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");

  const second = await startPostgres({ dataDir, port: first.port });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "SELECT answer FROM kept")).toEqual([42]);
  expect(await query(second.url, "SHOW fsync")).toEqual(["on"]);
  await second.stop();
});

test("another process finds the running one, and only while it runs", async () => {
  expect(findRunningPostgres(dataDir)).toBeUndefined();
  const owned = await startPostgres({ dataDir, durable: false });
  const { url, port, pid } = owned;
  expect(findRunningPostgres(dataDir)).toEqual({ url, port, pid });
  await expect(startPostgres({ dataDir })).rejects.toThrow(
    `Process ${process.pid} already runs the Postgres in ${dataDir}. End it (`,
  );

  await owned.pgCtl("stop", "-m", "immediate");
  expect(findRunningPostgres(dataDir)).toBeUndefined();
  await owned.pgCtl("start");
  expect(findRunningPostgres(dataDir)).toMatchObject({ url, port });
  await owned.stop();
  expect(findRunningPostgres(dataDir)).toBeUndefined();
});

test("a postmaster killed outright is not found, and starts again", async () => {
  const owned = await startPostgres({ dataDir });
  await query(owned.url, "CREATE TABLE kept_by_the_killed AS SELECT 42 AS answer");
  process.kill(owned.pid, "SIGKILL");
  await expect.poll(() => findRunningPostgres(dataDir), { timeout: 5000 }).toBeUndefined();
  await owned.stop();
  const again = await startPostgres({ dataDir });
  expect(await query(again.url, "SELECT answer FROM kept_by_the_killed")).toEqual([42]);
  await again.stop();
});

test("a wrong password is refused", async () => {
  const owned = await startPostgres({ dataDir, durable: false });
  const guess = new URL(owned.url);
  guess.password = "guess";
  await expect(query(guess.href, "SELECT 1")).rejects.toThrow("password authentication failed");
  await owned.stop();
});

test("SIGINT to its owner stops it cleanly", async () => {
  const owner = await startOwner();
  expect(findRunningPostgres(dataDir)).toBeDefined();
  owner.kill("SIGINT");
  expect(await once(owner, "exit")).toEqual([130, null]);
  expect(findRunningPostgres(dataDir)).toBeUndefined();
  expect(await readFile(join(dataDir, "postgres.log"), "utf8")).toContain("database system is shut down");
});

test("one that a killed owner left behind is replaced, and a stale postmaster.pid is no obstacle", async () => {
  const owner = await startOwner();
  const orphan = findRunningPostgres(dataDir);
  await query(orphan?.url ?? "", "CREATE TABLE kept_by_the_orphan AS SELECT 42 AS answer");
  owner.kill("SIGKILL");
  await once(owner, "exit");
  const successor = await startPostgres({ dataDir, durable: false });
  expect(successor.pid).not.toBe(orphan?.pid);
  expect(await query(successor.url, "SELECT answer FROM kept_by_the_orphan")).toEqual([42]);
  await successor.stop();

  const [header, ...rest] = [
    String(process.pid),
    join(dataDir, "cluster"),
    "0",
    "1",
    "",
    "127.0.0.1",
    "",
    "ready",
  ];
  await writeFile(join(dataDir, "cluster/postmaster.pid"), [header, ...rest, ""].join("\n"));
  expect(findRunningPostgres(dataDir)).toBeUndefined();
  const third = await startPostgres({ dataDir, durable: false });
  expect(await query(third.url, "SELECT answer FROM kept_by_the_orphan")).toEqual([42]);
  await third.stop();
});

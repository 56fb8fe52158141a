import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { bareDatabaseUrl } from "@/dev/vitest/database";
import { clearUnlessUsable, type DemoFiles, demoFiles, mark } from "./demo-data";

const OWN = { reset: false, embedded: true };
const SOMEBODYS = { reset: false, embedded: false };

let files: DemoFiles;
let url: string;

beforeEach(async () => {
  const root = mkdtempSync(join(tmpdir(), "countersign-demo-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  files = {
    ...demoFiles(root),
    simulatorState: join(root, "simulator.json"),
    marker: join(root, "demo.json"),
  };
  url = await bareDatabaseUrl();
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

async function fill(userId: string): Promise<void> {
  await query(`CREATE TABLE "User" (id text); INSERT INTO "User" VALUES ('${userId}')`);
}

const tables = () => query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'");

test("an empty database is seeded, whosever it is", async () => {
  expect(await clearUnlessUsable(files, url, OWN)).toBe(true);
  expect(await clearUnlessUsable(files, url, SOMEBODYS)).toBe(true);
});

test("what an earlier start completed is carried on with", async () => {
  await fill("maya");
  mark(files, "maya", true);
  writeFileSync(files.simulatorState, "{}");
  expect(await clearUnlessUsable(files, url, SOMEBODYS)).toBe(false);
  expect(await tables()).toHaveLength(1);
});

test("what an interrupted seeding left behind is cleared away", async () => {
  await fill("maya");
  mark(files, "maya", false);
  writeFileSync(files.simulatorState, "{}");
  expect(await clearUnlessUsable(files, url, SOMEBODYS)).toBe(true);
  expect(await tables()).toHaveLength(0);
});

test("a reset clears the demo's own data", async () => {
  await fill("maya");
  mark(files, "maya", true);
  writeFileSync(files.simulatorState, "{}");
  expect(await clearUnlessUsable(files, url, { ...SOMEBODYS, reset: true })).toBe(true);
  expect(await tables()).toHaveLength(0);
});

test("a database that somebody else filled is refused and untouched, reset or not", async () => {
  await fill("somebody");
  mark(files, "maya", true);
  for (const reset of [false, true]) {
    await expect(clearUnlessUsable(files, url, { ...SOMEBODYS, reset })).rejects.toThrow("DATABASE_URL");
  }
  expect(await tables()).toHaveLength(1);
});

test("the demo whose time runs fast keeps all it has apart from the other's", () => {
  const [usual, fast] = [demoFiles("/demo"), demoFiles("/demo", { fast: true })];
  const shared = [fast.simulatorState, fast.marker, fast.dataDir].filter((path) =>
    Object.values(usual).includes(path),
  );
  expect(shared).toEqual([]);
});

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { shareFreshPrograms } from "../bundled-program";
import { startPostgres } from "../postgres";

const root = resolve(import.meta.dirname, "../..");

declare module "vitest" {
  interface ProvidedContext {
    testServer: {
      /** A database of the server on which databases may be created. */
      url: string;
      /** Begins the name of every database of this run, the migrated template's first. */
      prefix: string;
      /** What follows TEMPLATE in CREATE DATABASE. */
      cloneOptions: string;
    };
  }
}

/** Starts a server (or uses TEST_DATABASE_URL's) and migrates the template that each test file's database is cloned of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startThrowawayServer();
  const prefix = `countersign_test_${randomBytes(4).toString("hex")}`;
  // While files are watched, a program is as new as its test's last run.
  const endSharing = project.config.watch ? () => {} : shareFreshPrograms();
  const teardown = async () => {
    endSharing();
    if (process.env.TEST_DATABASE_URL) await dropDatabases(server.url, prefix);
    await server.stop();
  };
  try {
    const [version] = await Promise.all([
      serverVersion(server.url),
      prisma(["migrate", "deploy"], withDatabase(server.url, prefix)),
      existsSync(join(root, "lib/db/generated")) || prisma(["generate"], server.url),
    ]);
    // Copying files beats replaying them through the log; Postgres 14 knows nothing else.
    const cloneOptions = version >= 150_000 ? "STRATEGY file_copy" : "";
    project.provide("testServer", { url: server.url, prefix, cloneOptions });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function startThrowawayServer() {
  const dataDir = await mkdtemp(join(tmpdir(), "countersign-test-"));
  const postgres = await startPostgres({ dataDir, durable: false });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: postgres.url, stop };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function prisma(args: string[], databaseUrl: string): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, env }).catch((cause) => {
    throw new Error(`prisma ${args.join(" ")} failed: ${cause.stderr || cause.stdout}`, { cause });
  });
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: string[] = [],
): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function serverVersion(url: string): Promise<number> {
  const [row] = await query<{ version: number }>(
    url,
    "SELECT current_setting('server_version_num')::int AS version",
  );
  return row?.version ?? 0;
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const like = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
  for (const { datname } of await query<{ datname: string }>(url, like, [prefix])) {
    await query(url, `DROP DATABASE "${datname}" WITH (FORCE)`);
  }
}

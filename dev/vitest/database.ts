import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

let ofThisFile: Promise<string> | undefined;

/** The URL of a migrated, empty database that this test file has to itself; the same one at every call. */
export function testDatabaseUrl(): Promise<string> {
  const { prefix, cloneOptions } = inject("testServer");
  ofThisFile ??= createDatabase(`TEMPLATE "${prefix}" ${cloneOptions}`);
  return ofThisFile;
}

/** The URL of a new database without any table, another one at every call. */
export function bareDatabaseUrl(): Promise<string> {
  return createDatabase("TEMPLATE template0");
}

async function createDatabase(options: string): Promise<string> {
  const { url, prefix } = inject("testServer");
  const name = `${prefix}_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE DATABASE "${name}" ${options}`).finally(() => client.end());
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}

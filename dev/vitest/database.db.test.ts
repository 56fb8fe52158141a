import pg from "pg";
import { expect, test } from "vitest";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";

async function tablesOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
  const { rows } = await client.query<{ tablename: string }>(sql).finally(() => client.end());
  return rows.map((row) => row.tablename);
}

test("a test file has one migrated database", async () => {
  const url = await testDatabaseUrl();
  expect(await testDatabaseUrl()).toBe(url);
  expect(await tablesOf(url)).toEqual(
    expect.arrayContaining(["Grant", "Connection", "AuditLog", "_prisma_migrations"]),
  );
});

test("a bare database has no tables and is another one every time", async () => {
  const [one, other] = await Promise.all([bareDatabaseUrl(), bareDatabaseUrl()]);
  expect(one).not.toBe(other);
  expect(await tablesOf(one)).toEqual([]);
});

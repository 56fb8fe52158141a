import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase, schemaState } from "@/lib/db";
import { bossVersion } from "@/lib/jobs/boss-schema";
import { requireSchema } from "./require-schema";

const root = resolve(import.meta.dirname, "../..");
const opened: Database[] = [];
const roles: { role: string; owner: Database }[] = [];
afterAll(async () => {
  for (const { role, owner } of roles) await owner.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
  await Promise.all(opened.map((database) => database.close()));
});

function open(url: string): Database {
  const database = openDatabase({ url });
  opened.push(database);
  return database;
}

async function prisma(url: string, ...args: string[]): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const env = { ...process.env, DATABASE_URL: url };
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, env });
}

async function pushedUrl(): Promise<string> {
  const url = await bareDatabaseUrl();
  await prisma(url, "db", "push");
  return url;
}

/** The same database, seen by a role that owns nothing and has the given rights. */
async function asRole(url: string, rights: (role: string) => string): Promise<Database> {
  const role = `limited_${new URL(url).pathname.slice(-12)}`;
  const owner = open(url);
  await owner.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'x'`);
  roles.push({ role, owner });
  await owner.query(rights(role));
  const theirs = new URL(url);
  theirs.username = role;
  theirs.password = "x";
  return open(theirs.href);
}

/** All that a database's catalog says about a schema, without the order in which columns were made. */
async function shapeOf(database: Database, schema = "public"): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `SELECT format('index %s', indexdef) AS line FROM pg_indexes WHERE schemaname = $1
     UNION ALL SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t
       JOIN pg_class c ON c.oid = t.tgrelid AND c.relnamespace = to_regnamespace($1) WHERE NOT t.tgisinternal
     UNION ALL SELECT format('column %s.%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
         a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = to_regnamespace($1)
       LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL SELECT format('function %s', pg_get_functiondef(oid)) FROM pg_proc
       WHERE pronamespace = to_regnamespace($1)
     UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
       WHERE connamespace = to_regnamespace($1) AND contype <> 'n'`,
    [schema],
  );
  return rows
    .map(({ line }) => line)
    .filter((line) => !/_prisma_migrations|queue_stats_\d/.test(line))
    .sort();
}

const refused = (sentence: string) => ({
  code: "misconfigured",
  field: "DATABASE_URL",
  message: expect.stringContaining(sentence),
});

describe("after prisma db push", () => {
  let url: string;
  beforeAll(async () => {
    url = await pushedUrl();
  });

  test("a role that may not add what Prisma can't say is told the one command, and nothing is changed", async () => {
    const database = await asRole(
      url,
      (role) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${role}"`,
    );
    const before = await shapeOf(database);
    const sentence = "With the owner in DATABASE_URL run: node lib/start.mjs command database complete";
    await expect(requireSchema(database)).rejects.toMatchObject(refused(sentence));
    expect(await shapeOf(database)).toEqual(before);
  });

  test("the start of two processes at once makes the database that the migrations make", async () => {
    const [one, other] = [open(url), open(url)];
    await Promise.all([requireSchema(one), requireSchema(other)]);
    const migrated = open(await testDatabaseUrl());
    expect(await shapeOf(one)).toEqual(await shapeOf(migrated));
    // pg-boss's own plans made these, a migration those: whoever updates pg-boss adds a migration with its new plans.
    expect(await shapeOf(one, "pgboss")).toEqual(await shapeOf(migrated, "pgboss"));
    expect(await schemaState(one)).toMatchObject({ madeBy: "push", missing: [], additions: [] });
  });
});

describe("a database that is not migrated", () => {
  test("is refused with the command when it has no table", async () => {
    const sentence = "The database has no tables yet. Run: npx prisma migrate deploy";
    await expect(requireSchema(open(await bareDatabaseUrl()))).rejects.toMatchObject(refused(sentence));
  });

  test("is refused with the command when a column or a table is not there yet", async () => {
    const database = open(await testDatabaseUrl());
    await database.query(`ALTER TABLE "AlertChannel" RENAME COLUMN "removedAt" TO "later"`);
    const sentence = "it lacks column AlertChannel.removedAt. Run: npx prisma migrate deploy";
    await expect(requireSchema(database)).rejects.toMatchObject(refused(sentence));
    await database.query(`ALTER TABLE "AuditSeal" RENAME TO "Later"`);
    const both = "it lacks table AuditSeal and 1 more. Run: npx prisma migrate deploy";
    await expect(requireSchema(database)).rejects.toMatchObject(refused(both));
    await database.query(`ALTER TABLE "Later" RENAME TO "AuditSeal"`);
    await database.query(`ALTER TABLE "AlertChannel" RENAME COLUMN "later" TO "removedAt"`);
    await requireSchema(database);
  });

  test("is refused when a migration that adds only what Prisma can't say is missing", async () => {
    const database = open(await testDatabaseUrl());
    await database.query(`DROP INDEX "Alert_open_key"`);
    await expect(requireSchema(database)).rejects.toMatchObject(refused("it lacks Alert_open_key. Run: npx"));
    await database.query(`ALTER SCHEMA pgboss RENAME TO elsewhere`);
    const sentence = "it lacks Alert_open_key and 1 more";
    await expect(requireSchema(database)).rejects.toMatchObject(refused(sentence));
    await database.query(`ALTER SCHEMA elsewhere RENAME TO pgboss`);
    await database.query(
      `CREATE UNIQUE INDEX "Alert_open_key" ON "Alert"("kind", "subjectId") WHERE "endedAt" IS NULL`,
    );
    await requireSchema(database);
  });

  test("is refused by the name of the migration that did not end", async () => {
    const database = open(await testDatabaseUrl());
    await database.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('half', '', '20991231_half')`,
    );
    await requireSchema(database);
    await database.query(`ALTER TABLE "AlertChannel" RENAME COLUMN "removedAt" TO "later"`);
    const command = "npx prisma migrate resolve --rolled-back 20991231_half && npx prisma migrate deploy";
    await expect(requireSchema(database)).rejects.toMatchObject(refused(command));
    await database.query(`ALTER TABLE "AlertChannel" RENAME COLUMN "later" TO "removedAt"`);
    await database.query(`DELETE FROM "_prisma_migrations" WHERE id = 'half'`);
  });
});

test("a role without rights on the tables is refused by its name", async () => {
  const url = await testDatabaseUrl();
  const database = await asRole(url, (role) => `GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${role}"`);
  await expect(requireSchema(database)).rejects.toMatchObject(refused("may not read and write Company and"));
  await open(url).query(`REVOKE USAGE ON SCHEMA public FROM PUBLIC`);
  await expect(requireSchema(database)).rejects.toMatchObject(refused("finds no schema that it may use"));
  await open(url).query(`GRANT USAGE ON SCHEMA public TO PUBLIC`);
});

test("the migrations make the tables that the installed pg-boss wants", async () => {
  const database = open(await testDatabaseUrl());
  expect(bossVersion).toBeGreaterThan(0);
  expect(await database.query("SELECT version FROM pgboss.version")).toEqual([{ version: bossVersion }]);
});

import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";
import { copyProject, migrationsOf, prismaCommand } from "@/dev/vitest/prisma-command";

const root = resolve(import.meta.dirname, "..");
const copies: string[] = [];

async function projectCopy(): Promise<string> {
  const copy = await copyProject();
  copies.push(copy);
  return copy;
}

const prisma = (copy: string, databaseUrl: string | undefined, ...args: string[]) =>
  prismaCommand(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }, args, copy);

async function query(url: string, sql: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: "array" }).finally(() => client.end());
  return rows.flat();
}

const columnsOf = (url: string, table: string) =>
  query(url, `SELECT column_name::text FROM information_schema.columns WHERE table_name = '${table}'`);

const liveTenantIndex = "SELECT indexdef FROM pg_indexes WHERE indexname = 'Connection_live_tenant_key'";

async function addField(copy: string, field: string): Promise<void> {
  const schema = join(copy, "prisma/schema.prisma");
  await writeFile(
    schema,
    (await readFile(schema, "utf8")).replace("model Company {", `model Company {\n  ${field}`),
  );
}

async function migrationSql(copy: string, name: string): Promise<string> {
  const folder = (await migrationsOf(copy)).find((migration) => migration.endsWith(name)) ?? name;
  return readFile(join(copy, "prisma/migrations", folder, "migration.sql"), "utf8");
}

const succeeded = (text: string) => ({ exitCode: 0, output: expect.stringContaining(text) });
const failed = (text: string) => ({ exitCode: 1, output: expect.stringContaining(text) });

afterAll(() => Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true }))));

describe.concurrent("Prisma's commands, with only node_modules in reach", { timeout: 240_000 }, () => {
  test("validate, generate and a diff of files need no database", async () => {
    const copy = await projectCopy();
    expect(await prisma(copy, undefined, "validate")).toEqual(succeeded("is valid"));
    expect(await prisma(copy, undefined, "generate")).toEqual(succeeded("Generated Prisma Client"));
    expect(existsSync(join(copy, "lib/db/generated/client.ts"))).toBe(true);
    const diff = ["migrate", "diff", "--from-empty", "--to-schema", "prisma/schema.prisma", "--script"];
    expect(await prisma(copy, undefined, ...diff)).toEqual(succeeded('CREATE TABLE "Grant"'));
  });

  test("a command that needs a database says so, and never prints the password", async () => {
    const copy = await projectCopy();
    expect(await prisma(copy, undefined, "migrate", "status")).toEqual(failed("DATABASE_URL is not set"));
    expect(await prisma(copy, "mysql://u:hunter2@h/d", "db", "push")).toEqual(
      failed("DATABASE_URL is not of the form"),
    );
    const unreachable = await prisma(copy, "postgresql://u:hunter2@127.0.0.1:1/d", "migrate", "deploy");
    expect(unreachable).toEqual(failed("P1001: Cannot reach the database server at 127.0.0.1:1"));
    expect(unreachable.output).not.toContain("hunter2");
  });

  test("migrate deploy, status, dev and diff carry a change from the schema to the database, a pending migration first", async () => {
    const copy = await projectCopy();
    const url = `${await bareDatabaseUrl()}_made_by_prisma`;
    const pending = (await migrationsOf(copy)).at(-1) ?? "";
    const [folder, aside] = [join(copy, "prisma/migrations", pending), join(copy, pending)];
    await rename(folder, aside);
    expect(await prisma(copy, url, "migrate", "deploy")).toEqual(succeeded("successfully applied"));
    expect(await query(url, liveTenantIndex)).toEqual([
      expect.stringContaining('WHERE ("disconnectedAt" IS NULL)'),
    ]);
    expect(await prisma(copy, url, "migrate", "status")).toEqual(succeeded("up to date"));

    await rename(aside, folder);
    await addField(copy, "note String?");
    const diff = [
      "migrate",
      "diff",
      "--from-config-datasource",
      "--to-schema",
      "prisma/schema.prisma",
      "--exit-code",
    ];
    expect(await prisma(copy, url, ...diff)).toMatchObject({ exitCode: 2 });
    const dev = await prisma(copy, url, "migrate", "dev", "--name", "add_note");
    expect(dev).toEqual(succeeded("now in sync"));
    expect(dev.output).toContain(pending);
    // Only this change: the schema holds nothing else that the migrations do not build.
    const sql = (await migrationSql(copy, "_add_note")).replaceAll(/^--.*$/gm, "").trim();
    expect(sql).toMatch(/^ALTER TABLE "Company" ADD COLUMN\s+"note" TEXT;$/);
    expect(await columnsOf(url, "Company")).toContain("note");
  });

  test("a failed migration is named, resolved and reset", async () => {
    const copy = await projectCopy();
    const url = await testDatabaseUrl();
    const bad = join(copy, "prisma/migrations/99990101000000_bad");
    await mkdir(bad);
    await writeFile(join(bad, "migration.sql"), "DO $$ BEGIN RAISE EXCEPTION 'not; today'; END $$;");
    expect(await prisma(copy, url, "migrate", "deploy")).toEqual(failed("not; today"));
    expect(await prisma(copy, url, "migrate", "status")).toEqual(failed("99990101000000_bad"));
    const resolve = ["migrate", "resolve"];
    expect(await prisma(copy, url, ...resolve, "--rolled-back", "99990101000000_bad")).toEqual(
      succeeded("rolled back"),
    );
    expect(await prisma(copy, url, ...resolve, "--applied", "99990101000000_bad")).toEqual(
      succeeded("as applied"),
    );

    await rm(bad, { recursive: true });
    await query(url, "CREATE TABLE leftover (id int)");
    expect(await prisma(copy, url, "migrate", "reset", "--force")).toEqual(succeeded("reset successful"));
    expect(await columnsOf(url, "leftover")).toEqual([]);
    expect(await columnsOf(url, "Grant")).toContain("generation");
  });

  test("db push, pull and execute work on a database without migrations", async () => {
    const copy = await projectCopy();
    const url = await bareDatabaseUrl();
    expect(await prisma(copy, url, "db", "push")).toEqual(succeeded("now in sync"));
    expect(await columnsOf(url, "AuditLog")).toContain("apiEndpoint");

    await writeFile(
      join(copy, "note.sql"),
      `ALTER TABLE "Company" ADD COLUMN "note" text; COMMENT ON TABLE "Company" IS ';';`,
    );
    expect(await prisma(copy, url, "db", "execute", "--file", "note.sql")).toEqual(
      succeeded("executed successfully"),
    );
    expect(await prisma(copy, url, "db", "pull")).toEqual(succeeded("Introspected"));
    expect(await readFile(join(copy, "prisma/schema.prisma"), "utf8")).toMatch(/note\s+String\?/);

    await query(url, `INSERT INTO "Company" (id, name, note) VALUES ('c1', 'Acme', 'x')`);
    await cp(join(root, "prisma/schema.prisma"), join(copy, "prisma/schema.prisma"));
    expect(await prisma(copy, url, "db", "push")).toEqual(failed("--accept-data-loss"));
    expect(await prisma(copy, url, "db", "push", "--accept-data-loss")).toEqual(succeeded("now in sync"));
    expect(await columnsOf(url, "Company")).not.toContain("note");
  });

  test("the committed migrations build exactly the schema", async () => {
    const copy = await projectCopy();
    const diff = [
      "migrate",
      "diff",
      "--from-migrations",
      "prisma/migrations",
      "--to-schema",
      "prisma/schema.prisma",
    ];
    const outcome = await prisma(copy, await bareDatabaseUrl(), ...diff, "--exit-code");
    expect(outcome).toEqual(succeeded("No difference detected"));
  });
});

test("PRISMA_NATIVE_ENGINE=1 leaves the choice of engine to Prisma", async () => {
  const copy = await projectCopy();
  await appendFile(
    join(copy, "prisma.config.ts"),
    "console.log('engine', process.env.PRISMA_SCHEMA_ENGINE_BINARY);\n",
  );
  await writeFile(join(copy, ".env"), "PRISMA_NATIVE_ENGINE=1\n");
  const { output } = await prisma(copy, undefined, "validate");
  expect(output).toContain("engine undefined");
});

test("a # that would cut DATABASE_URL short in .env is named by line, and no password is shown", async () => {
  const copy = await projectCopy();
  await writeFile(join(copy, ".env"), "\nDATABASE_URL=postgresql://app:canary#1@localhost/app\n");
  const { exitCode, output } = await prisma(copy, undefined, "migrate", "deploy");
  expect(exitCode).toBe(1);
  expect(output).toContain(".env, line 2: DATABASE_URL holds a # outside quotation marks");
  expect(output).not.toContain("canary");
});

test("the commands above left no shadow database behind", async () => {
  const url = await bareDatabaseUrl();
  const shadows = "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'";
  await expect.poll(() => query(url, shadows), { timeout: 5000 }).toEqual([]);
});

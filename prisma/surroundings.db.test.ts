import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";
import { copyProject, migrationsOf, prismaCommand } from "@/dev/vitest/prisma-command";
import { tlsPostgres } from "@/dev/vitest/tls-postgres";

const succeeded = (text: string) => ({ exitCode: 0, output: expect.stringContaining(text) });
const failed = (text: string) => ({ exitCode: 1, output: expect.stringContaining(text) });
const deploy = (url: string, env: Record<string, string> = {}) =>
  prismaCommand({ ...env, DATABASE_URL: url }, ["migrate", "deploy"]);

describe("migrate deploy through TLS", { timeout: 240_000 }, () => {
  let server: Awaited<ReturnType<typeof tlsPostgres>>;
  beforeAll(async () => {
    server = await tlsPostgres(await bareDatabaseUrl());
  });
  afterAll(() => server.close());

  test.each(["prefer", "require", "verify-ca"])(
    "names the remedy of a private certificate with sslmode=%s",
    async (mode) => {
      const outcome = await deploy(`${server.url}?sslmode=${mode}`);
      expect(outcome).toEqual(failed("P1001: Cannot reach the database server at localhost:"));
      expect(outcome.output).toContain("sslrootcert=/path/to/ca.crt");
      expect(outcome.output).toContain("sslmode=no-verify");
    },
  );

  test("migrates when the certificate is named, or none is asked for", async () => {
    const named = `sslrootcert=${encodeURIComponent(server.certificateFile)}`;
    expect(await deploy(`${server.url}?sslmode=require&${named}`)).toEqual(succeeded("successfully applied"));
    expect(await deploy(`${server.url}?sslmode=no-verify`)).toEqual(succeeded("No pending migrations"));
  });
});

test("whatever a library prints while it connects, a command's own answer is read", async () => {
  const chatty = `import net from "node:net";
    const { connect } = net.Socket.prototype;
    net.Socket.prototype.connect = function (...options) {
      process.emitWarning("one");
      console.log("two");
      process.stderr.write("three\\n");
      return connect.apply(this, options);
    };`;
  const loud = { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(chatty)}"` };
  expect(await deploy("postgresql://u:p@127.0.0.1:1/d", loud)).toEqual(
    failed("P1001: Cannot reach the database server at 127.0.0.1:1"),
  );
  expect(await deploy(await testDatabaseUrl(), loud)).toEqual(succeeded("No pending migrations"));
}, 600_000);

test("migrate deploy after db push says how to go on, and going on so works", async () => {
  const project = await copyProject();
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  // Each migration costs a command: two of them tell all.
  const [, , ...later] = await migrationsOf(project);
  for (const name of later) await rm(join(project, "prisma/migrations", name), { recursive: true });
  const url = await bareDatabaseUrl();
  const run = (...args: string[]) => prismaCommand({ DATABASE_URL: url }, args, project);
  expect(await run("db", "push")).toEqual(succeeded("now in sync"));
  const refused = await run("migrate", "deploy");
  expect(refused).toEqual(failed("was made by `prisma db push`"));
  const names = [...refused.output.matchAll(/npx prisma migrate resolve --applied (\S+)/g)].map(
    ([, name]) => `${name}`,
  );
  expect(names).toHaveLength(2);
  expect(names).toEqual(await migrationsOf(project));
  for (const name of names) {
    expect(await run("migrate", "resolve", "--applied", name)).toEqual(succeeded("as applied"));
  }
  expect(await run("migrate", "deploy")).toEqual(succeeded("No pending migrations"));
}, 600_000);

import { afterAll, expect, test } from "vitest";
import { bareDatabaseUrl } from "@/dev/vitest/database";
import { pgbouncerIsThere, startPgbouncer } from "@/dev/vitest/pgbouncer";
import { prismaCommand } from "@/dev/vitest/prisma-command";
import { requireSchema } from "@/lib/boot/require-schema";
import { waitForDatabase } from "@/lib/boot/wait-for-database";
import { type Database, openDatabase } from "./database";

const opened: Database[] = [];
afterAll(() => Promise.all(opened.map((database) => database.close())));
const open = (options: Parameters<typeof openDatabase>[0]) => {
  const database = openDatabase(options);
  opened.push(database);
  return database;
};

test("?schema= is the schema that migrations make and that every statement asks", async () => {
  const bare = await bareDatabaseUrl();
  const url = `${bare}?schema=my%20app`;
  await expect(requireSchema(open({ url }))).rejects.toMatchObject({
    message: expect.stringContaining("Run: npx prisma migrate deploy"),
  });
  const migrated = await prismaCommand({ DATABASE_URL: url }, ["migrate", "deploy"]);
  expect(migrated).toEqual({ exitCode: 0, output: expect.stringContaining("successfully applied") });
  const database = open({ url });
  await requireSchema(database);
  await database.prisma.company.create({ data: { name: "Acme" } });
  expect(await database.query(`SELECT name FROM "Company"`)).toEqual([{ name: "Acme" }]);
  await database.transaction(async (tx) => {
    expect(await tx.query(`SELECT name FROM "my app"."Company"`)).toEqual([{ name: "Acme" }]);
  });
  expect(await open({ url: bare }).query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
}, 240_000);

test.runIf(pgbouncerIsThere)(
  "?schema= through a pooler asks for the direct URL, then for the role's path",
  async () => {
    const bare = await bareDatabaseUrl();
    const pooler = await startPgbouncer(bare);
    try {
      const url = `${pooler.through(bare)}?schema=app`;
      await expect(waitForDatabase(open({ url }), { warn: () => {} }, 1_000)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("Set DATABASE_DIRECT_URL to the database itself"),
      });
      const pooled = open({ url, pooled: true });
      await waitForDatabase(pooled, { warn: () => {} }, 1_000);
      await expect(requireSchema(pooled)).rejects.toMatchObject({
        message: expect.stringContaining(`SET search_path = "app"`),
      });
    } finally {
      await Promise.all(opened.splice(0).map((database) => database.close()));
      await pooler.stop();
    }
  },
);

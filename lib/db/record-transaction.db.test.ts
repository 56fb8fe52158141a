import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { asDatabaseFailure } from "./connection-failure";
import { type Database, openDatabase } from "./database";

let database: Database;
beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl(), maxConnections: 3 });
});
afterAll(() => database.close());

const names = async () =>
  (await database.query<{ called: string }>(`SELECT name AS called FROM "Company" ORDER BY name`)).map(
    ({ called }) => called,
  );

test("the typed client and plain SQL of one transaction see each other's rows, and commit together", async () => {
  await database.recordTransaction(async ({ prisma, query }) => {
    await prisma.company.create({ data: { id: "one", name: "One" } });
    expect(await query(`SELECT 1 FROM "Company" WHERE id = 'one'`)).toHaveLength(1);
    await query(`INSERT INTO "Company" (id, name) VALUES ('two', 'Two')`);
    expect(await prisma.company.count()).toBe(2);
    expect(await names()).toEqual([]);
  });
  expect(await names()).toEqual(["One", "Two"]);
});

test("what throws takes both back, and comes out as it was thrown", async () => {
  const failure = new Error("not this time");
  const work = database.recordTransaction(async ({ prisma, query }) => {
    await prisma.company.create({ data: { id: "three", name: "Three" } });
    await query(`INSERT INTO "Company" (id, name) VALUES ('four', 'Four')`);
    throw failure;
  });
  await expect(work).rejects.toBe(failure);
  expect(await names()).toEqual(["One", "Two"]);
});

test("transactions at once each have a connection of their own, and a row that one locked makes the other wait", async () => {
  const order: string[] = [];
  const rename = (name: string) =>
    database.recordTransaction(async ({ prisma, query }) => {
      await query(`SELECT 1 FROM "Company" WHERE id = 'one' FOR UPDATE`);
      order.push(`${name} begins`);
      await prisma.company.update({ where: { id: "one" }, data: { name } });
      order.push(`${name} ends`);
    });
  await Promise.all(["A", "B", "C", "D", "E"].map(rename));
  for (let at = 0; at < order.length; at += 2)
    expect(order[at + 1]).toBe(order[at]?.replace("begins", "ends"));
  expect(order).toHaveLength(10);
});

test("a connection that breaks under either is the database's failure, and the next transaction works", async () => {
  for (const lastly of ["prisma", "sql"] as const) {
    const work = database.recordTransaction(async ({ prisma, query }) => {
      const [own] = await query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await database.query("SELECT pg_terminate_backend($1)", [own?.pid]);
      if (lastly === "prisma") await prisma.company.count();
      else await query("SELECT 1");
    });
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(asDatabaseFailure(error)).toMatchObject({ code: "database_unavailable", owner: "us" });
  }
  await database.recordTransaction(({ prisma }) =>
    prisma.company.create({ data: { id: "five", name: "Five" } }),
  );
  expect(await names()).toContain("Five");
});

test("an error of the typed client does not repeat the values that it was given", async () => {
  const data = { id: "u", email: "a@b.test", name: "A", role: "admin", passwordHash: "a-secret-hash" };
  await database.prisma.user.create({ data });
  const error = await database.prisma.user.create({ data }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(JSON.stringify([String(error), error])).not.toContain("a-secret-hash");
});

import { afterAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { tlsPostgres } from "@/dev/vitest/tls-postgres";
import { type Database, openDatabase, type Sql } from "@/lib/db";
import { waitForDatabase } from "./wait-for-database";

const opened: Database[] = [];
afterAll(() => Promise.all(opened.map((database) => database.close())));

async function databaseAt(change: (url: URL) => void): Promise<Database> {
  const url = new URL(await testDatabaseUrl());
  change(url);
  const database = openDatabase({ url: url.href });
  opened.push(database);
  return database;
}

function warnings() {
  const said: string[] = [];
  return { said, log: { warn: (_: unknown, message: string) => void said.push(message) } };
}

test("an answering database is not waited for", async () => {
  const { said, log } = warnings();
  await waitForDatabase(await databaseAt(() => {}), log);
  expect(said).toEqual([]);
});

test("a database that stays away is waited for so long and said to be away once", async () => {
  const { said, log } = warnings();
  const nobody = await databaseAt((url) => {
    url.port = "1";
  });
  await expect(waitForDatabase(nobody, log, 1_000)).rejects.toMatchObject({
    code: "database_unavailable",
    message: expect.stringContaining("ECONNREFUSED"),
  });
  expect(said).toEqual(["The database does not answer yet; waiting up to 1 s"]);
});

test.each(["EAI_AGAIN", "ENOTFOUND", "ENETUNREACH", "57P03", "53300", "57P04"])(
  "a database that is away by %s is waited for until it comes",
  async (code) => {
    const { said, log } = warnings();
    const database = await databaseAt(() => {});
    let failures = 2;
    const comingUp: Sql = {
      query: (text) => {
        if (failures-- > 0) return Promise.reject(Object.assign(new Error("not yet"), { code }));
        return database.query(text);
      },
    };
    await waitForDatabase(comingUp, log, 5_000);
    expect(said).toEqual(["The database does not answer yet; waiting up to 5 s"]);
  },
);

test("a database that refuses us is not waited for", async () => {
  const { said, log } = warnings();
  const strange = await databaseAt((url) => {
    url.pathname = "/no-such-database";
  });
  await expect(waitForDatabase(strange, log)).rejects.toMatchObject({
    code: "misconfigured",
    field: "DATABASE_URL",
  });
  expect(said).toEqual([]);
});

test("a database under a private certificate is refused with what helps", async () => {
  const server = await tlsPostgres(await testDatabaseUrl());
  try {
    for (const mode of ["prefer", "require", "verify-ca", "verify-full"]) {
      const database = openDatabase({ url: `${server.url}?sslmode=${mode}` });
      opened.push(database);
      await expect(waitForDatabase(database, warnings().log, 1_000)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringMatching(/DATABASE_URL: sslmode=verify-full&sslrootcert=.*sslmode=no-verify/),
      });
    }
    const certificate = encodeURIComponent(server.certificateFile);
    for (const query of [`sslmode=verify-full&sslrootcert=${certificate}`, "sslmode=no-verify"]) {
      const database = openDatabase({ url: `${server.url}?${query}` });
      opened.push(database);
      await waitForDatabase(database, warnings().log, 1_000);
    }
  } finally {
    await Promise.all(opened.splice(0).map((database) => database.close()));
    await server.close();
  }
});

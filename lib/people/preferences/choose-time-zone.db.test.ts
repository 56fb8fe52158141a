import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { createUser } from "../users";
import { readTimeZone } from "./choose-time-zone";
import { createPreferences } from "./index";

const clock = { nowMs: () => Date.now() };
let database: Database;
beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());

test("a person's zone is kept, UTC is none, and what is no zone changes nothing", async () => {
  const given = {
    email: "z@example.com",
    name: "Z",
    role: "finance",
    password: "correct horse battery staple",
  };
  const id = await actAs({ kind: "system", id: "test" }, () => createUser({ database, clock }, given));
  const { chooseTimeZone } = createPreferences({ database, clock });
  const zone = async () =>
    (
      await database.query<{ timeZone: string | null }>(`SELECT "timeZone" FROM "User" WHERE id = $1`, [id])
    )[0]?.timeZone;
  expect(await zone()).toBeNull();
  await chooseTimeZone({ id }, "Pacific/Auckland");
  expect(await zone()).toBe("Pacific/Auckland");
  for (const none of [
    "",
    "Mars/Base",
    "+02:00",
    "x".repeat(65),
    "Europe/Berlin\u0000",
    "../etc",
    "__proto__",
  ]) {
    await expect(chooseTimeZone({ id }, none)).rejects.toMatchObject({
      code: "invalid_input",
      field: "timeZone",
    });
  }
  expect(await zone()).toBe("Pacific/Auckland");
  await chooseTimeZone({ id }, "Etc/UTC");
  expect(await zone()).toBeNull();
});

test("a zone is called as Intl calls it", () => {
  expect(readTimeZone("europe/berlin")).toBe("Europe/Berlin");
  expect(readTimeZone("utc")).toBe("UTC");
});

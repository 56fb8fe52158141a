import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import type { Role } from "./roles";
import { beginSession } from "./sessions";
import {
  changeRole,
  createUser,
  disableUser,
  enableUser,
  endPersonsSessions,
  findUserByEmail,
  setPassword,
} from "./users";

const PASSWORD = "correct horse battery staple";
const clock = { nowMs: () => Date.now() };
const actor = { kind: "system", id: "test" } as const;
let database: Database;
const deps = () => ({ database, clock });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());
beforeEach(() => database.query(`DELETE FROM "User"`));

const add = (role: Role) =>
  actAs(actor, () =>
    createUser(deps(), {
      email: `${randomBytes(5).toString("hex")}@example.com`,
      name: "P",
      role,
      password: PASSWORD,
    }),
  );

interface Stored {
  role: string;
  sessionVersion: number;
  disabledAt: Date | null;
}

async function stored(id: string): Promise<Stored | undefined> {
  const [user] = await database.query<Stored>(
    `SELECT role, "sessionVersion", "disabledAt" FROM "User" WHERE id = $1`,
    [id],
  );
  return user;
}

async function changesOf(id: string): Promise<string[]> {
  const rows = await database.query<{ apiEndpoint: string }>(
    `SELECT "apiEndpoint" FROM "AuditLog" WHERE operation = 'user.change' AND "apiEndpoint" LIKE $1 ORDER BY position`,
    [`/users/${id}/%`],
  );
  return rows.map(({ apiEndpoint }) => apiEndpoint.split("/").slice(3).join("/"));
}

describe("the last enabled admin", () => {
  test("can be neither disabled nor given another role", async () => {
    const last = await add("admin");
    const other = await add("admin");
    await actAs(actor, () => disableUser(deps(), other));
    const refusal = { code: "not_allowed" };
    await expect(actAs(actor, () => disableUser(deps(), last))).rejects.toMatchObject(refusal);
    await expect(actAs(actor, () => changeRole(deps(), last, "support"))).rejects.toMatchObject(refusal);
    expect(await stored(last)).toMatchObject({ role: "admin", disabledAt: null, sessionVersion: 1 });
    expect(await changesOf(last)).toEqual([]);
  });

  test("is left of any number of admins who are removed at once", async () => {
    for (let turn = 0; turn < 5; turn++) {
      await database.query(`DELETE FROM "User"`);
      const admins = await Promise.all([add("admin"), add("admin"), add("admin"), add("admin")]);
      const removals = admins.map((id, nth) =>
        nth % 2 === 0
          ? actAs(actor, () => disableUser(deps(), id))
          : actAs(actor, () => changeRole(deps(), id, "finance")),
      );
      const ended = await Promise.allSettled(removals);
      expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(1);
      const left = await database.query(`SELECT 1 FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL`);
      expect(left).toHaveLength(1);
    }
  });
});

const as = (id: string) => ({ kind: "person", id }) as const;

test("two admins who demote each other at once leave one admin, a hundred times", async () => {
  const [a, b] = [await add("admin"), await add("admin")];
  for (let turn = 0; turn < 100; turn++) {
    await database.query(`UPDATE "User" SET role = 'admin'`);
    const ended = await Promise.allSettled([
      actAs(as(a), () => changeRole(deps(), b, "support")),
      actAs(as(b), () => changeRole(deps(), a, "support")),
    ]);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.query(`SELECT 1 FROM "User" WHERE role = 'admin'`)).toHaveLength(1);
  }
});

test("nobody changes their own role or disables themselves, whatever the role", async () => {
  await add("admin");
  for (const id of [await add("admin"), await add("support")]) {
    for (const change of [
      () => changeRole(deps(), id, "finance"),
      () => changeRole(deps(), id, "admin"),
      () => disableUser(deps(), id),
    ]) {
      await expect(actAs(as(id), change)).rejects.toMatchObject({ code: "not_allowed" });
    }
    expect(await changesOf(id)).toEqual([]);
  }
});

test("a change of role names the role before and after", async () => {
  const id = await add("support");
  await actAs(actor, () => changeRole(deps(), id, "admin"));
  await add("admin");
  await actAs(actor, () => changeRole(deps(), id, "finance"));
  expect(await changesOf(id)).toEqual(["role/support/admin", "role/admin/finance"]);
});

test("sessions that an admin ends are gone, and so is a sign-in under way", async () => {
  const [id, other] = [await add("support"), await add("support")];
  await beginSession(database, { id, sessionVersion: 1 }, Date.now());
  await beginSession(database, { id: other, sessionVersion: 1 }, Date.now());
  await actAs(actor, () => endPersonsSessions(deps(), id));
  expect(await database.query(`SELECT "userId" FROM "Session"`)).toEqual([{ userId: other }]);
  await expect(beginSession(database, { id, sessionVersion: 1 }, Date.now())).rejects.toMatchObject({
    code: "not_signed_in",
  });
  expect(await changesOf(id)).toEqual(["sessions"]);
});

test("a disabled user who is enabled again signs in anew: the former sessions stay ended", async () => {
  await add("admin");
  const id = await add("support");
  await actAs(actor, () => disableUser(deps(), id));
  await actAs(actor, () => enableUser(deps(), id));
  expect(await stored(id)).toEqual({ role: "support", disabledAt: null, sessionVersion: 3 });
  expect(await changesOf(id)).toEqual(["disabled", "enabled"]);
});

test("what a user is already is said, and writes nothing, however many ask at once", async () => {
  await add("admin");
  const id = await add("support");
  await expect(actAs(actor, () => enableUser(deps(), id))).rejects.toMatchObject({
    code: "invalid_input",
    message: "This user is not disabled.",
  });
  await expect(actAs(actor, () => changeRole(deps(), id, "support"))).rejects.toMatchObject({
    message: "This user has the role support already.",
  });
  const ended = await Promise.allSettled(
    [1, 2, 3, 4, 5].map(() => actAs(actor, () => disableUser(deps(), id))),
  );
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(actAs(actor, () => disableUser(deps(), id))).rejects.toMatchObject({
    message: "This user is disabled already.",
  });
  expect(await changesOf(id)).toEqual(["disabled"]);
});

test("a user who is not there is not changed", async () => {
  for (const change of [
    () => actAs(actor, () => setPassword(deps(), "nobody", PASSWORD)),
    () => actAs(actor, () => enableUser(deps(), "nobody")),
    () => actAs(actor, () => endPersonsSessions(deps(), "nobody")),
    () => actAs(actor, () => changeRole(deps(), "nobody", "admin")),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: "not_found" });
  }
});

test("a user is found by the address, however it is written", async () => {
  const id = await actAs(actor, () =>
    createUser(deps(), {
      email: "Maya@Example.com",
      name: "Maya",
      role: "admin",
      password: PASSWORD,
    }),
  );
  expect(await findUserByEmail(database, " MAYA@example.com ")).toEqual({ id, email: "maya@example.com" });
  await expect(findUserByEmail(database, "nobody@example.com")).rejects.toMatchObject({
    code: "invalid_input",
    field: "email",
    message: "No person here has the email address nobody@example.com.",
  });
});

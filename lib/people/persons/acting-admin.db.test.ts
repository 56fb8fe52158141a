import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { COMMAND_LINE } from "@/lib/actor";
import { type Database, openDatabase } from "@/lib/db";
import { enter } from "@/lib/door/entry";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { actAs } from "@/lib/request-context";
import { createInvites } from "../invites";
import type { Role } from "../roles";
import { beginSession } from "../sessions";
import { changeRole, createUser, disableUser, enableUser, endPersonsSessions } from "../users";

const clock = { nowMs: () => Date.now() };
const env = testEnv();
let database: Database;
const deps = () => ({ database, clock });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());
beforeEach(() => database.query(`DELETE FROM "User"`));

const add = (role: Role) =>
  actAs(COMMAND_LINE, () =>
    createUser(deps(), {
      email: `${randomBytes(5).toString("hex")}@example.com`,
      name: "P",
      role,
      password: "correct horse battery",
    }),
  );
const invites = () =>
  createInvites({
    database,
    clock,
    random: randomBytes,
    appUrl: env.auth.url,
    mailer: null,
    log: { error: () => {} },
  });

/** All that is stored of people, to compare. */
const everything = () =>
  database.query(
    `SELECT u.id, u.role, u."disabledAt", u."sessionVersion", (SELECT count(*)::int FROM "Session") AS sessions,
       (SELECT count(*)::int FROM "Invite") AS invites,
       (SELECT count(*)::int FROM "AuditLog" WHERE operation IN ('user.change', 'invite.create')) AS rows
     FROM "User" u ORDER BY u.id`,
  );

const verbs: Record<string, (id: string, actorId: string) => Promise<unknown>> = {
  "changing a role": (id) => changeRole(deps(), id, "finance"),
  disabling: (id) => disableUser(deps(), id),
  enabling: (id) => enableUser(deps(), id),
  "ending sessions": (id) => endPersonsSessions(deps(), id),
  inviting: (_, byId) => invites().createInvite({ email: "new@example.com", role: "admin", byId }),
};
const losses: Record<string, (id: string) => Promise<unknown>> = {
  "got another role": (id) => changeRole(deps(), id, "support"),
  "was disabled": (id) => disableUser(deps(), id),
};
const mixed = Object.entries(verbs).flatMap(([verb, work]) =>
  Object.entries(losses).map(([loss, lose]) => ({ verb, work, loss, lose })),
);

test.each(mixed)(
  "an admin who $loss between the door and the write changes nothing by $verb",
  async (one) => {
    await add("admin");
    const [admin, person] = [await add("admin"), await add("support")];
    await beginSession(database, { id: person, sessionVersion: 1 }, Date.now());
    const session = await beginSession(database, { id: admin, sessionVersion: 1 }, Date.now());
    const cookie = await encryptSession(env.auth, newClaims(session, Date.now()));
    const knock = {
      headers: new Headers({ origin: env.auth.url }),
      cookie: (name: string) => (name === sessionCookie(env.auth).name ? cookie : undefined),
      method: "POST",
      path: "/settings/people",
    };
    let before: unknown;
    const posted = enter({ env, ...deps() }, knock, "users.manage", async () => {
      await actAs(COMMAND_LINE, () => one.lose(admin));
      before = await everything();
      return one.work(person, admin);
    });
    await expect(posted).rejects.toMatchObject({
      code: "not_allowed",
      message: "You are not an admin any more. Nothing was changed.",
    });
    expect(await everything()).toEqual(before);
  },
);

test("many changes of the same people at once wait for one another and end", async () => {
  await add("admin");
  const people = [await add("admin"), await add("admin"), await add("support"), await add("support")];
  const roles: readonly Role[] = ["admin", "support", "finance"];
  const changes = Array.from({ length: 60 }, (_, nth) => {
    const [by = "", id = ""] = [people[nth % 4], people[(nth * 3 + 1) % 4]];
    return actAs({ kind: "person", id: by }, () =>
      nth % 5 === 0 ? endPersonsSessions(deps(), id) : changeRole(deps(), id, roles[nth % 3] ?? "support"),
    );
  });
  const ended = await Promise.allSettled(changes);
  const codes = ended.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(codes.filter((code) => code !== "not_allowed" && code !== "invalid_input")).toEqual([]);
  expect(await database.query(`SELECT 1 FROM "User" WHERE role = 'admin'`)).not.toHaveLength(0);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { COMMAND_LINE } from "@/lib/actor";
import { type Database, openDatabase } from "@/lib/db";
import { beginSession } from "@/lib/people/sessions";
import { changeRole, createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { searchAudit } from "./search";

let database: Database;
beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());

test("a row of a change of a person names whom it changed, beside who changed it", async () => {
  const clock = { nowMs: () => Date.now() };
  const deps = { database, clock };
  const add = (name: string, role: string) =>
    actAs(COMMAND_LINE, () =>
      createUser(deps, { email: `${name}@example.com`, name, role, password: "correct horse battery" }),
    );
  const [maya, sam] = [await add("Maya", "admin"), await add("Sam", "support")];
  await beginSession(database, { id: sam, sessionVersion: 1 }, Date.now());
  await actAs({ kind: "person", id: maya }, () => changeRole(deps, sam, "admin"));
  const later = { database, clock: { nowMs: () => Date.now() + 60_000 } };
  const { rows } = await searchAudit(later, { filter: { span: "all" } });
  const shown = rows.map(({ operation, actorName, subjectName, apiEndpoint }) => [
    operation,
    actorName,
    subjectName,
    apiEndpoint.replace(sam, "sam").replace(maya, "maya"),
  ]);
  expect(shown).toEqual(
    expect.arrayContaining([
      ["user.change", "Maya", "Sam", "/users/sam/role/support/admin"],
      ["session.end", "Maya", "Sam", "/users/sam/sessions/role"],
      ["user.create", "command line", "Maya", "/users/maya"],
    ]),
  );
  expect(shown).toHaveLength(4);
});

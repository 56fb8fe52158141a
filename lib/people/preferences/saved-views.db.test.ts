import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import type { Role } from "../roles";
import { changeRole, createUser, disableUser } from "../users";
import { createPreferences, type Preferences, type ViewList } from "./index";
import { VIEW_LIMITS } from "./saved-view";

const clock = { nowMs: () => Date.now() };
const system = { kind: "system", id: "test" } as const;
let database: Database;
let preferences: Preferences;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  preferences = createPreferences({ database, clock });
});
afterAll(() => database.close());
beforeEach(() => database.query(`DELETE FROM "User"`));

interface Viewer {
  id: string;
  role: Role;
  name: string;
}

async function person(role: Role, name = "P"): Promise<Viewer> {
  const email = `${randomBytes(5).toString("hex")}@example.com`;
  const id = await actAs(system, () =>
    createUser({ database, clock }, { email, name, role, password: "correct horse battery staple" }),
  );
  return { id, role, name };
}

const as = <T>({ id }: Viewer, work: () => T): T => actAs({ kind: "person", id }, work);

interface Given {
  list?: ViewList;
  name?: string;
  query?: string;
  shared?: boolean;
}

function save(viewer: Viewer, given: Given = {}): Promise<string> {
  const whole = {
    list: "audit",
    name: "Failures",
    query: "outcome=failure",
    shared: false,
    ...given,
  } as const;
  return as(viewer, () => preferences.saveView(viewer, whole));
}

const seenBy = async (viewer: Viewer, list?: ViewList) => {
  const { mine, shared } = await preferences.listViews(viewer, list);
  return { mine: mine.map(({ name }) => name), shared: shared.map(({ name }) => name) };
};

const changesOf = (id: string) =>
  database.query<{ apiEndpoint: string; userId: string }>(
    `SELECT "apiEndpoint", "userId" FROM "AuditLog" WHERE operation = 'view.change' AND "apiEndpoint" LIKE $1
     ORDER BY position`,
    [`/views/${id}/%`],
  );

const REFUSED = { code: "not_allowed" };
const GONE = { code: "not_found" };
const wrong = (field: string) => ({ code: "invalid_input", field });

describe("who sees a view", () => {
  test("a private one is its owner's alone, whoever else asks for its id", async () => {
    const [owner, admin] = [await person("support"), await person("admin")];
    const id = await save(owner);
    expect(await seenBy(owner)).toEqual({ mine: ["Failures"], shared: [] });
    expect(await seenBy(admin)).toEqual({ mine: [], shared: [] });
    expect(await preferences.findView(admin, id)).toBeUndefined();
    for (const verb of ["deleteView", "shareView", "unshareView", "pinView"] as const)
      await expect(as(admin, () => preferences[verb](admin, id))).rejects.toMatchObject(GONE);
    await expect(as(admin, () => preferences.renameView(admin, id, "Mine"))).rejects.toMatchObject(GONE);
    await expect(as(admin, () => preferences.refilterView(admin, id, "a=b"))).rejects.toMatchObject(GONE);
    expect(await preferences.findView(owner, "no-such-id")).toBeUndefined();
  });

  test("a shared one is read, with its owner's name, by everybody who may open its list", async () => {
    const [owner, admin] = [await person("support", "Maya"), await person("admin")];
    const finance = await person("finance");
    const id = await save(owner, { shared: true });
    const health = await save(owner, { list: "health", name: "Trouble", query: "trouble=90d", shared: true });
    expect((await preferences.listViews(admin, "audit")).shared).toMatchObject([
      { id, ownerName: "Maya", isMine: false, mayChange: true },
    ]);
    expect(await seenBy(finance)).toEqual({ mine: [], shared: ["Trouble"] });
    expect(await seenBy(finance, "audit")).toEqual({ mine: [], shared: [] });
    expect(await preferences.findView(finance, id)).toBeUndefined();
    expect(await preferences.findView(finance, health)).toMatchObject({ name: "Trouble", mayChange: false });
    await expect(as(finance, () => preferences.pinView(finance, id))).rejects.toMatchObject(GONE);
  });

  test("nobody saves a view of a list that is closed to them", async () => {
    const finance = await person("finance");
    await expect(save(finance)).rejects.toMatchObject(REFUSED);
    await expect(save(finance, { list: "connections" })).rejects.toMatchObject(REFUSED);
    await save(finance, { list: "health" });
  });

  test("who gets another role loses the views of lists that are closed from then on, pinned ones too", async () => {
    await person("admin");
    const maya = await person("support");
    await as(maya, async () => preferences.pinView(maya, await save(maya)));
    expect(await preferences.pinnedViews(maya)).toHaveLength(1);
    await actAs(system, () => changeRole({ database, clock }, maya.id, "finance"));
    const now = { ...maya, role: "finance" } as const;
    expect(await seenBy(now)).toEqual({ mine: [], shared: [] });
    expect(await preferences.pinnedViews(now)).toEqual([]);
  });

  test("shared views of a disabled person stay; those of a deleted row go, with every pin", async () => {
    const [owner, other] = [await person("support", "Maya"), await person("admin")];
    const id = await save(owner, { shared: true });
    await as(other, () => preferences.pinView(other, id));
    await actAs(system, () => disableUser({ database, clock }, owner.id));
    expect(await seenBy(other)).toEqual({ mine: [], shared: ["Failures"] });
    await as(other, () => preferences.renameView(other, id, "Kept by an admin"));
    expect(await preferences.pinnedViews(other)).toMatchObject([{ name: "Kept by an admin" }]);
    await database.query(`DELETE FROM "User" WHERE id = $1`, [owner.id]);
    expect(await seenBy(other)).toEqual({ mine: [], shared: [] });
    expect(await database.query(`SELECT 1 FROM "SavedViewPin"`)).toEqual([]);
  });
});

describe("who changes a view", () => {
  test("a shared one only its owner and an admin, each on record", async () => {
    const [owner, admin, support] = [await person("support"), await person("admin"), await person("support")];
    const id = await save(owner, { shared: true });
    for (const verb of ["deleteView", "shareView", "unshareView"] as const)
      await expect(as(support, () => preferences[verb](support, id))).rejects.toMatchObject(REFUSED);
    await expect(as(support, () => preferences.renameView(support, id, "X"))).rejects.toMatchObject(REFUSED);
    await expect(as(support, () => preferences.refilterView(support, id, "a=b"))).rejects.toMatchObject(
      REFUSED,
    );
    await as(admin, () => preferences.renameView(admin, id, "Errors"));
    await as(owner, () => preferences.refilterView(owner, id, "outcome=refused"));
    expect(await preferences.findView(support, id)).toMatchObject({
      name: "Errors",
      query: "outcome=refused",
    });
    await as(admin, () => preferences.deleteView(admin, id));
    expect(
      (await changesOf(id)).map(({ apiEndpoint, userId }) => [apiEndpoint.split("/")[3], userId]),
    ).toEqual([
      ["share", owner.id],
      ["rename", admin.id],
      ["filter", owner.id],
      ["delete", admin.id],
    ]);
  });

  test("what happens to a private one is nobody's business, and nothing that changes nothing is recorded", async () => {
    const owner = await person("support");
    const id = await save(owner);
    await as(owner, () => preferences.renameView(owner, id, "Errors"));
    await as(owner, () => preferences.refilterView(owner, id, "outcome=refused"));
    await as(owner, () => preferences.unshareView(owner, id));
    expect(await changesOf(id)).toEqual([]);
    await as(owner, () => preferences.shareView(owner, id));
    await as(owner, () => preferences.shareView(owner, id));
    await as(owner, () => preferences.renameView(owner, id, "Errors"));
    expect(await changesOf(id)).toHaveLength(1);
  });

  test("a view that is shared no more leaves the navigation of others, and stays in its owner's", async () => {
    const [owner, other] = [await person("support"), await person("admin")];
    const id = await save(owner, { shared: true });
    for (const each of [owner, other]) await as(each, () => preferences.pinView(each, id));
    await as(other, () => preferences.unshareView(other, id));
    expect(await preferences.pinnedViews(other)).toEqual([]);
    expect(await preferences.pinnedViews(owner)).toHaveLength(1);
    await as(owner, () => preferences.shareView(owner, id));
    expect(await preferences.pinnedViews(other)).toEqual([]);
  });
});

describe("what a view may be", () => {
  test.each([
    ["empty", ""],
    ["of spaces", "   "],
    ["of marks that nobody sees", "\u200b\u2060\u00ad"],
    ["of 61 characters", "x".repeat(61)],
  ])("a name %s is refused", async (_what, name) => {
    await expect(save(await person("admin"), { name })).rejects.toMatchObject(wrong("name"));
  });

  test("a hostile name is kept and shown as a name", async () => {
    const owner = await person("admin");
    const id = await save(owner, { name: "\u202eFail\u0000ures\n<b>'; DROP" });
    const view = await preferences.findView(owner, id);
    expect(view?.name).toBe("Fail ures <b>'; DROP");
    await save(owner, { name: "😀".repeat(60) });
  });

  test("a name is one view's of a person and a list", async () => {
    const [owner, other] = [await person("admin"), await person("admin")];
    await save(owner);
    await expect(save(owner, { query: "outcome=refused" })).rejects.toMatchObject(wrong("name"));
    await expect(save(owner, { name: " Failures " })).rejects.toMatchObject(wrong("name"));
    await save(owner, { list: "health" });
    await save(other);
    const id = await save(owner, { name: "Refused" });
    await expect(as(owner, () => preferences.renameView(owner, id, "Failures"))).rejects.toMatchObject(
      wrong("name"),
    );
  });

  test("a view asks for something, and not for too much", async () => {
    const owner = await person("admin");
    await expect(save(owner, { query: "" })).rejects.toMatchObject(wrong("query"));
    const query = `actor=${"x".repeat(VIEW_LIMITS.queryLength)}`;
    await expect(save(owner, { query })).rejects.toMatchObject(wrong("query"));
  });

  test("a person has fifty views, also when two are saved at once", async () => {
    const owner = await person("admin");
    for (let nth = 1; nth < VIEW_LIMITS.views; nth++) await save(owner, { name: `View ${nth}` });
    const both = await Promise.allSettled([save(owner, { name: "One" }), save(owner, { name: "Other" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await seenBy(owner)).mine).toHaveLength(VIEW_LIMITS.views);
    expect(await seenBy(await person("admin"))).toEqual({ mine: [], shared: [] });
  });

  test("two who take one name at once don't both get it", async () => {
    const owner = await person("admin");
    const both = await Promise.allSettled([save(owner), save(owner)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: wrong("name") });
  });

  test("twelve views are pinned at most; pinning twice is pinning once", async () => {
    const owner = await person("admin");
    const ids: string[] = [];
    for (let nth = 0; nth <= VIEW_LIMITS.pins; nth++) ids.push(await save(owner, { name: `View ${nth}` }));
    const [last = "", ...first] = ids.reverse();
    const pin = (id: string) => as(owner, () => preferences.pinView(owner, id));
    for (const id of first) await pin(id);
    await expect(pin(last)).rejects.toMatchObject(wrong("id"));
    await pin(first[0] ?? "");
    await preferences.unpinView(owner, first[0] ?? "");
    await preferences.unpinView(owner, first[0] ?? "");
    await pin(last);
    expect(await preferences.pinnedViews(owner)).toHaveLength(VIEW_LIMITS.pins);
  });

  test("a list's menu has the first hundred shared views by name, and says that there are more", async () => {
    const reader = await person("admin");
    for (const owner of [await person("admin"), await person("admin"), await person("admin")]) {
      await database.query(
        `INSERT INTO "SavedView" (id, "ownerId", list, name, query, "sharedAt", "createdAt")
         SELECT $1 || nth, $1, 'audit', 'View ' || nth, 'outcome=failure', now(), now() FROM generate_series(1, 40) nth`,
        [owner.id],
      );
    }
    const { shared, more } = await preferences.listViews(reader, "audit");
    expect([shared.length, more]).toEqual([VIEW_LIMITS.shared, true]);
  });
});

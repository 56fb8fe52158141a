import { beforeAll, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { addCompany, type NewCompany } from "./add-company";
import { removeCompany, renameCompany } from "./change-company";
import { findCompanies, findCompany, findUnconnected } from "./find-companies";

const world = tokenWorld();
const deps = () => ({ database: world.database, clock: world.simulator.clock });
const add = (company: NewCompany) => actAs(ADMIN, () => addCompany(deps(), company));
const rename = (id: string, name: string, refuseSameName = true) =>
  actAs(ADMIN, () => renameCompany(deps(), { id, name, refuseSameName }));
const remove = (id: string) => actAs(ADMIN, () => removeCompany(deps(), id));

async function operationsOf(companyId: string): Promise<string[]> {
  const rows = await world.database.query<{ operation: string; errorMessage: string | null }>(
    `SELECT operation, "errorMessage" FROM "AuditLog" WHERE "companyId" = $1 AND operation LIKE 'company.%' ORDER BY position`,
    [companyId],
  );
  return rows.map(({ operation, errorMessage }) => [operation, errorMessage].filter(Boolean).join(": "));
}

let amberline: string;
beforeAll(async () => {
  amberline = await add({ name: "Amberline Logistics" });
});

test("a second company of a name is refused until it is meant, however the name is spaced", async () => {
  const again = { name: " amberline  LOGISTICS", refuseSameName: true };
  await expect(add(again)).rejects.toMatchObject({
    code: "invalid_input",
    field: "sameName",
    message: "There is a company named “Amberline Logistics” already.",
  });
  const meant = await add({ name: "Amberline Logistics" });
  expect(meant).not.toBe(amberline);
  await remove(meant);
});

test("of two who add one name at once, one is told of the other", async () => {
  const both = await Promise.allSettled([1, 2].map(() => add({ name: "Twice", refuseSameName: true })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a company is renamed, on record with both names", async () => {
  const id = await add({ name: "Old Name" });
  await rename(id, "New Name");
  expect((await findCompany(world, id))?.name).toBe("New Name");
  expect(await operationsOf(id)).toEqual(["company.create", "company.rename: From “Old Name” to “New Name”"]);
  await expect(rename(id, "New Name")).rejects.toMatchObject({ field: "name" });
  await expect(rename(id, "amberline logistics")).rejects.toMatchObject({ field: "sameName" });
  await rename(id, "NEW NAME");
  await expect(rename("nobody", "X")).rejects.toMatchObject({ code: "not_found" });
  expect(await operationsOf(id)).toHaveLength(3);
});

test("a company that never had a connection is removed once, and its name stays on record", async () => {
  const id = await add({ name: "Typed By Mistake" });
  const ended = await Promise.allSettled([remove(id), remove(id), remove(id)]);
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await findCompany(world, id)).toBeUndefined();
  expect(await operationsOf(id)).toEqual(["company.create", "company.remove: “Typed By Mistake”"]);
});

test("a company with a connection, or one that ended, or a consent under way, is kept", async () => {
  const { companyId } = await world.connectQbo();
  await expect(remove(companyId)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("has been connected, so its history stays."),
  });
  await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
  await expect(remove(companyId)).rejects.toMatchObject({ code: "invalid_input" });

  const consenting = await add({ name: "Consenting" });
  await actAs(ADMIN, () =>
    world.service.beginConsent({
      companyId: consenting,
      connectionType: "qbo",
      purpose: "connect",
      browserKey: "b",
      returnTo: "/",
    }),
  );
  await expect(remove(consenting)).rejects.toMatchObject({
    message: expect.stringContaining("A consent for Consenting is under way."),
  });
  world.simulator.clock.advance(11 * 60_000);
  expect(await remove(consenting)).toBe("Consenting");
});

test("a removal and the beginning of a consent at once leave no consent without its company", async () => {
  for (let turn = 0; turn < 10; turn++) {
    const companyId = await add({ name: `Race ${turn}` });
    const request = { companyId, connectionType: "qbo", actor: ADMIN, purpose: "connect" } as const;
    await Promise.allSettled([
      remove(companyId),
      actAs(ADMIN, () => world.service.beginConsent({ ...request, browserKey: "b", returnTo: "/" })),
    ]);
    const orphans = await world.database.query(
      `SELECT 1 FROM "OAuthState" s WHERE s."companyId" = $1 AND NOT EXISTS (SELECT 1 FROM "Company" o WHERE o.id = $1)`,
      [companyId],
    );
    expect(orphans).toHaveLength(0);
  }
});

test("a company is found by its organisation's name, a connection's ids and its provider", async () => {
  const { companyId, realmId } = await world.connectQbo("Findable Through Its Books");
  const [connection] = await world.database.query<{ id: string }>(
    `UPDATE "Connection" SET "tenantName" = 'Legal Name LLC' WHERE "companyId" = $1 RETURNING id`,
    [companyId],
  );
  if (!connection) throw new Error("There is no connection");
  const ids = async (search: string, providers?: string[]) =>
    (await findCompanies(world, search, providers)).map((found) => found.id);
  for (const search of ["legal name", connection.id, connection.id.slice(0, 20), realmId]) {
    expect(await ids(search), search).toEqual([companyId]);
  }
  expect(await ids(realmId.slice(0, -1))).toEqual([]);
  expect(await ids("qbo")).toEqual([]);
  expect(await ids("qbo", ["qbo"])).toContain(companyId);
  expect(await ids("xero", ["xero"])).not.toContain(companyId);
});

test("a company is found by part of its name and by its id's beginning, and by whether it ever was connected", async () => {
  const id = await add({ name: "Findable Bakery", id: "product/42" });
  const companyName = "Connected Once";
  const { companyId } = await world.connectQbo(companyName);
  const ids = async (search: string) => (await findCompanies(world, search)).map((found) => found.id);
  expect(await ids("able bak")).toEqual([id]);
  expect(await ids("product/42")).toEqual([id]);
  expect(await ids("product/4")).toEqual([id]);
  expect(await ids("produ")).toEqual([]);
  expect(await ids("%")).toEqual([]);
  const lone = async (search: string) =>
    (await findUnconnected(world, search)).companies.map((found) => found.id);
  expect(await lone("product/42")).toEqual([id]);
  expect(await lone(companyName)).toEqual([]);
  expect(await findCompany(world, companyId)).toMatchObject({
    connectedTo: ["qbo"],
    everConnected: true,
  });
  await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
  expect(await lone(companyName)).toEqual([]);
  expect(await findCompany(world, companyId)).toMatchObject({
    connectedTo: [],
    everConnected: true,
  });
});

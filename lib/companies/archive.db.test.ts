import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { countCompanies } from "@/lib/health/connections/count-companies";
import { countByStatus, listConnections } from "@/lib/health/connections/list-connections";
import { actAs } from "@/lib/request-context";
import { addCompany } from "./add-company";
import { archiveCompany, unarchiveCompany } from "./archive-company";
import { findCompanies, findCompany, findUnconnected, listCompanies } from "./find-companies";

const world = tokenWorld();
const deps = () => ({ database: world.database, clock: world.simulator.clock });
const add = (name: string) => actAs(ADMIN, () => addCompany(deps(), { name }));
const archive = (id: string) => actAs(ADMIN, () => archiveCompany(deps(), id));
const unarchive = (id: string) => actAs(ADMIN, () => unarchiveCompany(deps(), id));
const disconnect = (companyId: string) =>
  actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));

async function operationsOf(companyId: string): Promise<string[]> {
  const rows = await world.database.query<{ operation: string }>(
    `SELECT operation FROM "AuditLog" WHERE "companyId" = $1 AND operation LIKE 'company.%archive' ORDER BY position`,
    [companyId],
  );
  return rows.map(({ operation }) => operation);
}

const begin = (companyId: string) =>
  actAs(ADMIN, () =>
    world.service.beginConsent({
      companyId,
      connectionType: "qbo",
      purpose: "connect",
      browserKey: "b",
      returnTo: "/",
    }),
  );

test("a company is archived and brought back, each once on record however often it is asked for", async () => {
  const id = await add("Closed Bakery");
  await Promise.all([archive(id), archive(id), archive(id)]);
  expect((await findCompany(world, id))?.archivedAt).toBeInstanceOf(Date);
  await Promise.all([unarchive(id), unarchive(id)]);
  expect((await findCompany(world, id))?.archivedAt).toBeNull();
  expect(await operationsOf(id)).toEqual(["company.archive", "company.unarchive"]);
  await expect(archive("nobody")).rejects.toMatchObject({ code: "not_found" });
  await expect(unarchive("nobody")).rejects.toMatchObject({ code: "not_found" });
});

test("a connected company is refused until it is disconnected", async () => {
  const { companyId } = await world.connectQbo("Still Connected");
  await expect(archive(companyId)).rejects.toMatchObject({
    code: "invalid_input",
    message: "Still Connected is still connected. Nothing was changed. Disconnect it first.",
  });
  expect(await operationsOf(companyId)).toEqual([]);
  await disconnect(companyId);
  expect(await archive(companyId)).toBe("Still Connected");
});

test("an archived company is in no search, and its own address still finds it", async () => {
  const id = await add("Archived Findable");
  expect(await findCompanies(world, "Archived Find")).toHaveLength(1);
  await archive(id);
  expect(await findCompanies(world, "Archived Find")).toHaveLength(0);
  expect(await findCompanies(world, id)).toHaveLength(0);
  expect((await findUnconnected(world, id)).companies).toHaveLength(0);
  expect(await findCompany(world, id)).toMatchObject({ name: "Archived Findable", everConnected: false });
});

test("an archived company gets no consent and no token set of another system", async () => {
  const id = await add("No Consent");
  await archive(id);
  await expect(begin(id)).rejects.toMatchObject({
    code: "invalid_input",
    message: "This company is archived. Nothing was changed. Unarchive it first.",
  });
  const tokenSet = { accessToken: "a", refreshToken: "r", tenantId: "1" };
  await expect(world.service.adopt(id, "qbo", tokenSet as never, ADMIN.id)).rejects.toMatchObject({
    code: "invalid_input",
  });
  await unarchive(id);
  expect((await begin(id)).href).toContain("state=");
});

test("a consent that was under way while its company was archived connects nothing and ends at the provider", async () => {
  const companyId = await add("Archived Meanwhile");
  const { realmId } = world.simulator.control.addIntuitCompany({ name: "Archived Meanwhile Inc." });
  const { userId } = world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
  const url = await begin(companyId);
  await archive(companyId);
  const { redirectTo } = world.simulator.control.consent({
    provider: "qbo",
    authorizeUrl: url.href,
    realmId,
    userId,
  });
  const params = new URL(redirectTo).searchParams;
  const outcome = await world.service.completeConsent({
    connectionType: "qbo",
    params,
    actor: ADMIN,
    browserKey: "b",
  });
  expect(outcome).toMatchObject({ outcome: "refused", code: "consent_expired" });
  expect(await findCompany(world, companyId)).toMatchObject({ connectedTo: [] });
});

test("an archive and a consent at once never leave an archived company with a live connection", async () => {
  for (let turn = 0; turn < 6; turn++) {
    const { companyId } = await world.connectQbo(`Race ${turn}`);
    await Promise.allSettled([
      archive(companyId),
      disconnect(companyId),
      archive(companyId),
      begin(companyId),
    ]);
    const [broken] = await world.database.query(
      `SELECT 1 FROM "Company" o JOIN "Connection" c ON c."companyId" = o.id
       WHERE o.id = $1 AND o."archivedAt" IS NOT NULL AND c."disconnectedAt" IS NULL`,
      [companyId],
    );
    expect(broken).toBeUndefined();
  }
});

test("an archived company leaves lists and counts, unless it is asked for", async () => {
  const { companyId } = await world.connectQbo("Listed Then Archived");
  await disconnect(companyId);
  const counted = async () => ({
    companies: (await countCompanies(deps())).disconnected,
    connections: (await countByStatus(deps())).disconnected,
  });
  const listed = async (archived?: boolean) =>
    (await listConnections(deps(), { company: companyId, archived, sort: "company", direction: "asc" })).rows;
  const before = await counted();
  expect(await listed()).toHaveLength(1);
  await archive(companyId);
  expect(await counted()).toEqual({
    companies: before.companies - 1,
    connections: before.connections - 1,
  });
  expect(await listed()).toHaveLength(0);
  expect(await listed(true)).toHaveLength(1);
});

test("companies are listed by name a page at a time, the archived ones apart", async () => {
  for (let n = 10; n < 62; n++) await add(`Paged ${n}`);
  const page = (after?: string, archived = false) =>
    listCompanies(world, { search: "Paged", archived, after });
  const first = await page();
  expect(first.companies).toHaveLength(50);
  expect(first.companies[0]?.name).toBe("Paged 10");
  const second = await page(first.next ?? "");
  expect(second).toMatchObject({ companies: [{ name: "Paged 60" }, { name: "Paged 61" }], next: null });
  await archive(first.companies[0]?.id ?? "");
  expect((await page()).companies[0]?.name).toBe("Paged 11");
  expect((await page(undefined, true)).companies).toMatchObject([{ name: "Paged 10", connectedTo: [] }]);
});

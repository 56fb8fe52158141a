import { beforeEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";

const world = tokenWorld();
const newCompany = (name: string) =>
  actAs(ADMIN, () => addCompany({ database: world.database, clock: world.simulator.clock }, { name }));
const rowsOf = (companyId: string, operation: string) =>
  world.database.query(
    `SELECT "userId", outcome, generation, "errorMessage" FROM "AuditLog"
     WHERE "companyId" = $1 AND operation = $2 ORDER BY position`,
    [companyId, operation],
  );
const liveGrantsOf = (owner: string) =>
  world.simulator.control.grants().filter((grant) => grant.owner === owner && grant.endedAtMs === undefined);
const connectionIdOf = async (companyId: string) => {
  const [row] = await world.database.query<{ id: string }>(
    `SELECT id FROM "Connection" WHERE "companyId" = $1`,
    [companyId],
  );
  return row?.id;
};

function newOrganisation(name: string): string {
  const { realmId } = world.simulator.control.addIntuitCompany({ name });
  world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
  return realmId;
}

beforeEach(() => world.simulator.control.clearFaults());

describe("a refused consent", () => {
  test("that renewed another company's token set says whose, links to it, and has a row of that company", async () => {
    const { companyId } = await world.connectQbo("Harrow");
    const other = await world.connectQbo("Hawthorn");
    const outcome = await world.consent("qbo", companyId, { realmId: other.realmId }, "reconnect");
    expect(outcome).toMatchObject({
      code: "wrong_organisation",
      message: expect.not.stringContaining("Nothing was changed"),
      effect: "The connection of Hawthorn was renewed by this consent. Nothing else was changed.",
      renewed: [{ connectionId: await connectionIdOf(other.companyId), companyName: "Hawthorn" }],
    });
    expect(await rowsOf(other.companyId, "connection.renew")).toEqual([
      {
        userId: ADMIN.id,
        outcome: "success",
        generation: 2,
        errorMessage: "By a consent for Harrow, which was refused.",
      },
    ]);
    const [refused] = await rowsOf(companyId, "connection.refuse");
    expect(refused?.errorMessage).toContain("The connection of Hawthorn was renewed");
    expect(await world.service.getValidToken(other.companyId, "qbo", "dev")).toBeTypeOf("string");
    expect(liveGrantsOf(other.realmId)).toHaveLength(1);
  });

  test("for an organisation that nobody here uses ends the access that it gave, at the provider", async () => {
    const { companyId } = await world.connectQbo();
    const realmId = newOrganisation("Nobody's");
    const refused = () => world.consent("qbo", companyId, { realmId }, "reconnect");
    for (let time = 1; time <= 2; time++) {
      expect(await refused()).toMatchObject({
        code: "wrong_organisation",
        effect:
          "The access to Nobody's was ended again, because no company here uses it. Nothing else was changed.",
      });
      expect(liveGrantsOf(realmId)).toEqual([]);
      expect(await rowsOf(companyId, "connection.revoke")).toHaveLength(time);
    }
    const later = await newCompany("Later");
    expect(await world.consent("qbo", later, { realmId })).toMatchObject({ outcome: "connected" });
    expect(liveGrantsOf(realmId)).toHaveLength(1);
    expect(await world.engine.sendRevocations()).toBe(0);
    expect(await world.service.getValidToken(later, "qbo", "dev")).toBeTypeOf("string");
  });

  test("says so while the provider has not confirmed that the access is ended, and tells it again", async () => {
    const { companyId } = await world.connectQbo();
    const realmId = newOrganisation("Nobody's, later");
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "qbo", endpoint: "revoke", effect });
    const outcome = await world.consent("qbo", companyId, { realmId }, "reconnect");
    expect(outcome).toMatchObject({ effect: expect.stringContaining("has not confirmed yet") });
    expect(liveGrantsOf(realmId)).toHaveLength(1);
    world.simulator.clock.advance(10 * 60_000);
    expect(await world.engine.sendRevocations()).toBe(1);
    expect(liveGrantsOf(realmId)).toEqual([]);
  });

  test("by a Xero user who serves others takes back only the organisation that nobody uses", async () => {
    const { xeroUserId, companyId } = await world.connectXero("Served");
    const { tenantId: wrong } = world.simulator.control.addXeroOrganisation({
      name: "Nobody's at Xero",
      userIds: [xeroUserId],
    });
    const taken = await world.connectXero("Elsewhere");
    const outcome = await world.consent(
      "xero",
      taken.companyId,
      { xeroUserId, tenantIds: [wrong] },
      "reconnect",
    );
    expect(outcome).toMatchObject({
      effect:
        "The connection of Served was renewed by this consent. The access to Nobody's at Xero was ended again, because no company here uses it. Nothing else was changed.",
    });
    const left = world.simulator.control.world().xeroConnections.map(({ tenantId }) => tenantId);
    expect(left).not.toContain(wrong);
    const probe = { companyId, connectionType: "xero" };
    expect(await actAs(ADMIN, () => world.service.probe(probe))).toMatchObject({ tenantName: "Served Ltd" });
  });
});

describe("a consent for one company", () => {
  test("that renews the token set of others has a row of each, and proves nothing of their organisations", async () => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Shared" });
    const [east = "", west = ""] = ["East", "West"].map(
      (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
    );
    const [first, second] = [await newCompany("East Co"), await newCompany("West Co")];
    await world.consent("xero", first, { xeroUserId, tenantIds: [east] });
    await world.database.query(
      `UPDATE "ConnectionHealth" SET status = 'unhealthy', cause = 'organisation_unavailable',
         "readCause" = 'organisation_unavailable' WHERE "companyId" = $1`,
      [first],
    );
    await world.consent("xero", second, { xeroUserId, tenantIds: [west] });
    expect(await rowsOf(first, "connection.renew")).toMatchObject([
      { errorMessage: "By a consent for West Co.", generation: 2 },
    ]);
    const [health] = await world.database.query(
      `SELECT cause FROM "ConnectionHealth" WHERE "companyId" = $1`,
      [first],
    );
    expect(health?.cause).toBe("organisation_unavailable");
  });
});

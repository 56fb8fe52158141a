import { beforeAll, describe, expect, test } from "vitest";
import { OldOAuthSystem } from "@/dev/vitest/old-oauth-system";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import type { AdoptableTokenSet } from "./adoptable-token-set";

const world = tokenWorld();
let old: OldOAuthSystem;
beforeAll(() => {
  old = new OldOAuthSystem(world.simulator);
});

const HOUR_MS = 3_600_000;
const newCompany = (name: string) =>
  actAs(ADMIN, () => addCompany({ database: world.database, clock: world.simulator.clock }, { name }));
const adopt = (companyId: string, provider: ProviderName, tokenSet: AdoptableTokenSet) =>
  world.service.adopt(companyId, provider, tokenSet, ADMIN.id);
const refreshes = () => {
  const { qbo, xero } = world.simulator.control.counters();
  return qbo.refreshes + xero.refreshes;
};

async function inOldQbo(name = "Old Books") {
  const { realmId } = world.simulator.control.addIntuitCompany({ name });
  world.simulator.control.addIntuitUser({ name: "Quincy", admin: true, realmIds: [realmId] });
  return { realmId, tokenSet: { ...(await old.connect("qbo", { realmId })), tenantId: realmId } };
}

async function inOldXero(...names: string[]) {
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Bookkeeper" });
  const tenantIds = names.map(
    (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
  );
  return { xeroUserId, tenantIds, tokens: await old.connect("xero", { xeroUserId, tenantIds }) };
}

const auditOf = (companyId: string) =>
  world.database.query(
    `SELECT operation, outcome, "userId" FROM "AuditLog"
     WHERE "companyId" = $1 AND operation LIKE 'connection.%' ORDER BY timestamp, id`,
    [companyId],
  );
const generationOf = async (companyId: string) => {
  const [row] = await world.database.query<{ generation: number }>(
    `SELECT g.generation FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id WHERE c."companyId" = $1`,
    [companyId],
  );
  return row?.generation;
};
const restingConsents = async () => (await world.database.query(`SELECT id FROM "PendingConsent"`)).length;

describe("adopt", () => {
  test("takes over a QuickBooks connection without spending its refresh token, then keeps it fresh itself", async () => {
    const { realmId, tokenSet } = await inOldQbo("Northwind Books");
    const companyId = await newCompany("Northwind");
    const before = refreshes();
    expect(await adopt(companyId, "qbo", tokenSet)).toEqual({
      outcome: "connected",
      companyId,
      tenantId: realmId,
      tenantName: "Northwind Books",
    });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).toBe(tokenSet.accessToken);
    expect(refreshes()).toBe(before);
    expect(await auditOf(companyId)).toEqual([
      { operation: "connection.adopt", outcome: "success", userId: ADMIN.id },
    ]);
    world.simulator.clock.advance(2 * HOUR_MS);
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).not.toBe(tokenSet.accessToken);
    expect(refreshes()).toBe(before + 1);
  });

  test("lets two companies share one Xero user's grant, whichever consent brought their organisation", async () => {
    const { xeroUserId, tenantIds } = await inOldXero("East", "West");
    const [east = "", west = ""] = tenantIds;
    const tokens = await old.connect("xero", { xeroUserId, tenantIds: [west] });
    const [first, second] = [await newCompany("East Co"), await newCompany("West Co")];
    expect(await adopt(first, "xero", { ...tokens, tenantId: east })).toMatchObject({ tenantName: "East" });
    expect(await adopt(second, "xero", { ...tokens, tenantId: west })).toMatchObject({ tenantName: "West" });
    world.simulator.clock.advance(HOUR_MS);
    expect(await world.service.getValidToken(first, "xero", "dev")).toBe(
      await world.service.getValidToken(second, "xero", "dev"),
    );
  });

  test("changes nothing the second time, nor with a token set that a refresh here has replaced", async () => {
    const { tenantIds, tokens } = await inOldXero("Twice", "Later");
    const [twice = "", later = ""] = tenantIds;
    const companyId = await newCompany("Twice Co");
    const nowMs = world.simulator.clock.nowMs();
    const tokenSet = { ...tokens, expiresAtMs: nowMs + 1_800_000, tenantId: twice };
    await adopt(companyId, "xero", tokenSet);
    expect(await adopt(companyId, "xero", tokenSet)).toMatchObject({ outcome: "unchanged" });
    expect(await generationOf(companyId)).toBe(1);
    world.simulator.clock.advance(25 * 60_000);
    await world.database.query(`UPDATE "Grant" SET "accessExpiresAt" = $1 WHERE "accessExpiresAt" = $2`, [
      new Date(nowMs + 25 * 60_000),
      new Date(nowMs + 1_800_000),
    ]);
    await world.service.getValidToken(companyId, "xero", "dev");
    expect(await generationOf(companyId)).toBe(2);

    expect(await adopt(companyId, "xero", tokenSet)).toMatchObject({ outcome: "unchanged" });
    const second = await newCompany("Later Co");
    expect(await adopt(second, "xero", { ...tokenSet, tenantId: later })).toMatchObject({
      outcome: "connected",
    });
    expect(await generationOf(second)).toBe(2);
    world.simulator.clock.advance(HOUR_MS);
    expect(await world.service.getValidToken(second, "xero", "dev")).toBeTypeOf("string");
  });

  test("renews a connection with what a newer consent in the old system brought", async () => {
    const { realmId, tokenSet } = await inOldQbo("Renewed Books");
    const companyId = await newCompany("Renewed");
    await adopt(companyId, "qbo", tokenSet);
    world.simulator.clock.advance(60_000);
    const newer = await old.connect("qbo", { realmId });
    expect(await adopt(companyId, "qbo", { ...newer, tenantId: realmId })).toMatchObject({
      outcome: "renewed",
    });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).toBe(newer.accessToken);
  });

  test("refuses what belongs to another company or another organisation, and keeps what is there", async () => {
    const { realmId, tokenSet } = await inOldQbo("Taken Books");
    const [owner, other] = [await newCompany("Owner"), await newCompany("Other")];
    await adopt(owner, "qbo", tokenSet);
    await expect(adopt(other, "qbo", tokenSet)).rejects.toMatchObject({
      code: "organisation_taken",
      message: expect.stringContaining("Owner"),
    });
    const elsewhere = await inOldQbo("Elsewhere Books");
    await expect(adopt(owner, "qbo", elsewhere.tokenSet)).rejects.toMatchObject({
      code: "wrong_organisation",
      message: expect.stringMatching(/Taken Books.*Elsewhere Books/),
    });
    await expect(adopt(other, "qbo", { ...elsewhere.tokenSet, tenantId: realmId })).rejects.toMatchObject({
      code: "reconnect_required",
    });
    const { tokens } = await inOldXero("Mine");
    const tenantId = "11111111-2222-4333-8444-555555555555";
    await expect(adopt(other, "xero", { ...tokens, tenantId })).rejects.toMatchObject({
      code: "wrong_organisation",
      message: expect.stringContaining("Mine"),
    });
    expect(await world.service.getValidToken(owner, "qbo", "dev")).toBe(tokenSet.accessToken);
    expect(await auditOf(other)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ outcome: "refused" })),
    );
    expect(await restingConsents()).toBe(0);
  });

  test("refuses an expired access token and says what to do, spending nothing; refreshed in the old system it goes", async () => {
    const { realmId, tokenSet } = await inOldQbo("Stale Books");
    const companyId = await newCompany("Stale");
    const expiresAtMs = world.simulator.clock.nowMs() + 3_600_000;
    world.simulator.clock.advance(2 * HOUR_MS);
    const before = refreshes();
    await expect(adopt(companyId, "qbo", { ...tokenSet, expiresAtMs })).rejects.toMatchObject({
      code: "invalid_input",
      field: "expiresAtMs",
      message: expect.stringContaining("Refresh it once in the old system"),
    });
    const mistaken = { ...tokenSet, expiresInSeconds: 3_600 };
    await expect(adopt(companyId, "qbo", mistaken)).rejects.toMatchObject({
      code: "reconnect_required",
      message: expect.stringContaining("Refresh it once in the old system"),
    });
    expect(refreshes()).toBe(before);
    const refreshed = { ...(await old.refresh("qbo", tokenSet)), tenantId: realmId };
    expect(await adopt(companyId, "qbo", refreshed)).toMatchObject({ outcome: "connected" });
  });

  test("does not bring back what was disconnected here afterwards", async () => {
    const { tokenSet } = await inOldQbo("Gone Books");
    const companyId = await newCompany("Gone");
    await adopt(companyId, "qbo", tokenSet);
    world.simulator.control.addFault({ effect: { kind: "reset" }, provider: "qbo", endpoint: "revoke" });
    await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    await expect(adopt(companyId, "qbo", tokenSet)).rejects.toMatchObject({ code: "reconnect_required" });
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  });

  test("changes nothing while the provider is down, and says that a retry is worthwhile", async () => {
    const { tokenSet } = await inOldQbo("Down Books");
    const companyId = await newCompany("Down");
    world.simulator.control.addFault({
      effect: { kind: "status", status: 503 },
      provider: "qbo",
      endpoint: "api",
    });
    await expect(adopt(companyId, "qbo", tokenSet)).rejects.toMatchObject({ retryable: true });
    expect(await restingConsents()).toBe(0);
    expect(await adopt(companyId, "qbo", tokenSet)).toMatchObject({ outcome: "connected" });
  });

  test("knows the company, and leaves none behind when it doesn't", async () => {
    const { tokenSet } = await inOldQbo("Nobody's Books");
    await expect(adopt("nobody", "qbo", tokenSet)).rejects.toMatchObject({
      code: "not_found",
      field: "companyId",
    });
    expect(await restingConsents()).toBe(0);
  });

  test.each([
    ["accessToken", { accessToken: "" }],
    ["accessToken", { accessToken: undefined }],
    ["refreshToken", { refreshToken: "two words" }],
    ["expiresAtMs", { expiresInSeconds: undefined }],
    ["expiresAtMs", { expiresAtMs: 1_790_000_000 }],
    ["expiresInSeconds", { expiresInSeconds: 1.5 }],
    ["expiresInSeconds", { expiresInSeconds: 3_600_000 }],
    ["tenantId", { tenantId: "../1" }],
    ["refreshExpiresAtMs", { refreshExpiresAtMs: 1_500_000_000_000 }],
  ])("names the field %s when it holds %j, and shows no token", async (field, change) => {
    const { tokenSet } = await inOldQbo();
    const wrong = { ...tokenSet, ...change } as AdoptableTokenSet;
    const error = await adopt(await newCompany("Wrong"), "qbo", wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_input", field });
    for (const secret of [tokenSet.accessToken, tokenSet.refreshToken]) {
      expect(JSON.stringify(error) + String(error)).not.toContain(secret);
    }
  });
});

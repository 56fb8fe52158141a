import { beforeEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";
import { checkConnection } from "./check";

const HOUR_MS = 3_600_000;
const world = tokenWorld();

const deps = () => ({ database: world.database, tokenService: world.service, clock: world.simulator.clock });
const check = (companyId: string, connectionType: string) =>
  actAs(ADMIN, () => checkConnection(deps(), { companyId, connectionType }));

async function newestRow(companyId: string, operation: string) {
  const [row] = await world.database.query(
    `SELECT "requestMethod", "apiEndpoint", "responseStatus", "errorMessage", "userId" FROM "AuditLog"
     WHERE "companyId" = $1 AND operation = $2 ORDER BY position DESC LIMIT 1`,
    [companyId, operation],
  );
  return row;
}

const checksOf = async (companyIds: readonly string[]) => {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog" WHERE "companyId" = ANY($1) AND operation = 'connection.check'`,
    [companyIds],
  );
  return row?.count;
};

const causesOf = async (companyIds: readonly string[]) => {
  const rows = await world.database.query<{ cause: string | null }>(
    `SELECT DISTINCT cause FROM "ConnectionHealth" WHERE "companyId" = ANY($1)`,
    [companyIds],
  );
  return rows.map(({ cause }) => cause);
};

/** Six companies on the consent of one Xero user. */
async function sixOnOneGrant(): Promise<{ companyIds: string[]; tenantIds: string[]; xeroUserId: string }> {
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Shared" });
  const [companyIds, tenantIds]: [string[], string[]] = [[], []];
  for (let index = 0; index < 6; index++) {
    const name = `Shared ${index} Ltd`;
    const { tenantId } = world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] });
    const companyId = await actAs(ADMIN, () => addCompany(deps(), { name: `Shared ${index}` }));
    await world.consent("xero", companyId, { xeroUserId, tenantIds: [tenantId] });
    companyIds.push(companyId);
    tenantIds.push(tenantId);
  }
  return { companyIds, tenantIds, xeroUserId };
}

beforeEach(() => world.simulator.control.clearFaults());

describe("a check of one of several that share a grant", () => {
  test("that finds the access removed has the others checked at once, and once", async () => {
    const { companyIds, xeroUserId } = await sixOnOneGrant();
    world.simulator.clock.advance(60_000);
    world.simulator.control.revokeGrant({ provider: "xero", xeroUserId });
    expect((await check(companyIds[2] ?? "", "xero")).error?.owner).toBe("customer");
    expect(await causesOf(companyIds)).toEqual(["organisation_unavailable"]);
    expect(await checksOf(companyIds)).toBe(6);
    expect(await newestRow(companyIds[0] ?? "", "connection.check")).toMatchObject({ userId: "health" });
    world.simulator.clock.advance(HOUR_MS / 10);
    await check(companyIds[2] ?? "", "xero");
    expect(await checksOf(companyIds)).toBe(7);
  });

  test("that was taken off the consent alone leaves the others Working", async () => {
    const { companyIds, tenantIds } = await sixOnOneGrant();
    world.simulator.clock.advance(60_000);
    world.simulator.control.removeXeroOrganisation({ tenantId: tenantIds[0] ?? "" });
    await check(companyIds[0] ?? "", "xero");
    expect(await causesOf(companyIds.slice(0, 1))).toEqual(["organisation_unavailable"]);
    expect(await causesOf(companyIds.slice(1))).toEqual([null]);
    expect(await checksOf(companyIds)).toBe(6);
  });

  test("that finds the provider in trouble says nothing of the others", async () => {
    const { companyIds, tenantIds } = await sixOnOneGrant();
    world.simulator.clock.advance(60_000);
    const effect = { kind: "status", status: 503 } as const;
    const tenantId = tenantIds[0] ?? "";
    world.simulator.control.addFault({ provider: "xero", endpoint: "api", tenantId, effect });
    await check(companyIds[0] ?? "", "xero");
    expect(await checksOf(companyIds)).toBe(1);
  });
});

describe("a failed check", () => {
  test("long after the deadline leaves the grant ended since the deadline", async () => {
    const { companyId } = await world.connectQbo();
    const deadlineOfGrant = async () => {
      const [grant] = await world.database.query<{
        deadline: Date;
        state: string;
        stateSince: Date;
        lastErrorMessage: string;
      }>(
        `SELECT g."refreshExpiresAt" AS deadline, g.state, g."stateSince", g."lastErrorMessage"
         FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id WHERE c."companyId" = $1`,
        [companyId],
      );
      return grant;
    };
    const before = await deadlineOfGrant();
    world.simulator.clock.advance(
      (before?.deadline.getTime() ?? 0) - world.simulator.clock.nowMs() + 3 * 24 * HOUR_MS,
    );
    const askedMs = world.simulator.clock.nowMs();
    const { error } = await check(companyId, "qbo");
    const words = "Expired: not refreshed for longer than QuickBooks Online allows.";
    expect(error).toMatchObject({ code: "reconnect_required", message: words });
    expect(await deadlineOfGrant()).toEqual({
      deadline: before?.deadline,
      state: "needs_reconnecting",
      stateSince: before?.deadline,
      lastErrorMessage: words,
    });
    const health = await world.database.query(
      `SELECT h."errorMessage", h.since, h."lastChecked" >= $2 AS looked, i."startedAt", i.message FROM "ConnectionHealth" h
       JOIN "HealthInterval" i ON i."companyId" = h."companyId" AND i."endedAt" IS NULL WHERE h."companyId" = $1`,
      [companyId, new Date(askedMs)],
    );
    expect(health).toEqual([
      {
        errorMessage: words,
        since: before?.deadline,
        looked: true,
        startedAt: before?.deadline,
        message: words,
      },
    ]);
    for (const operation of ["token.refresh", "health.change", "connection.check"])
      expect(await newestRow(companyId, operation)).toMatchObject({ errorMessage: words });
  });

  const ENDPOINTS = {
    qbo: { read: "/v3/company/companyinfo", refresh: "/oauth2/v1/tokens/bearer" },
    xero: { read: "/api.xro/2.0/Organisation", refresh: "/connect/token" },
  };
  const connect = (provider: "qbo" | "xero") =>
    provider === "qbo" ? world.connectQbo() : world.connectXero();

  test.each(["qbo", "xero"] as const)("at %s names the endpoint that it called", async (provider) => {
    const { companyId } = await connect(provider);
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider, endpoint: "api", effect });
    await check(companyId, provider);
    const { read, refresh } = ENDPOINTS[provider];
    expect(await newestRow(companyId, "connection.check")).toMatchObject({
      requestMethod: "GET",
      apiEndpoint: read,
      responseStatus: 503,
    });
    world.simulator.control.addFault({ provider, endpoint: "token", effect });
    world.simulator.clock.advance(2 * HOUR_MS);
    await check(companyId, provider);
    expect(await newestRow(companyId, "connection.check")).toMatchObject({
      requestMethod: "POST",
      apiEndpoint: refresh,
      responseStatus: 503,
    });
  });

  test.each(["qbo", "xero"] as const)("at %s has no status where no server answered", async (provider) => {
    const { companyId } = await connect(provider);
    world.simulator.control.addFault({ provider, endpoint: "api", effect: { kind: "reset" } });
    await check(companyId, provider);
    expect(await newestRow(companyId, "connection.check")).toMatchObject({
      apiEndpoint: ENDPOINTS[provider].read,
      responseStatus: 0,
    });
    expect(await newestRow(companyId, "health.change")).toMatchObject({ responseStatus: 0 });
  });

  test("of a grant that has ended asks nobody, and says so", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.control.revokeGrant({ provider: "qbo", realmId });
    world.simulator.clock.advance(2 * HOUR_MS);
    await check(companyId, "qbo");
    expect(await newestRow(companyId, "connection.check")).toMatchObject({ responseStatus: 400 });
    await check(companyId, "qbo");
    expect(await newestRow(companyId, "connection.check")).toMatchObject({
      requestMethod: "EVENT",
      apiEndpoint: "/check",
      responseStatus: 0,
    });
  });
});

describe("a check of an organisation that was renamed", () => {
  test("keeps its new name, with a row of the change, once", async () => {
    const { companyId: books, realmId } = await world.connectQbo("Old");
    const { companyId: ledger, tenantId } = await world.connectXero("Old");
    world.simulator.control.renameIntuitCompany({ realmId, name: "New Books" });
    world.simulator.control.renameXeroOrganisation({ tenantId, name: "New Ltd" });
    for (let time = 0; time < 2; time++) {
      await check(books, "qbo");
      await check(ledger, "xero");
    }
    const names = await world.database.query<{ tenantName: string }>(
      `SELECT "tenantName" FROM "Connection" WHERE "companyId" = ANY($1) ORDER BY 1`,
      [[books, ledger]],
    );
    expect(names.map(({ tenantName }) => tenantName)).toEqual(["New Books", "New Ltd"]);
    const rows = await world.database.query<{ errorMessage: string }>(
      `SELECT "errorMessage" FROM "AuditLog" WHERE operation = 'connection.rename' ORDER BY position`,
    );
    expect(rows.map(({ errorMessage }) => errorMessage)).toEqual([
      "From Old Books to New Books.",
      "From Old Ltd to New Ltd.",
    ]);
  });
});

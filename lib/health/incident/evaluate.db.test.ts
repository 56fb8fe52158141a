import { beforeAll, beforeEach, expect, test } from "vitest";
import { addBareConnection } from "@/dev/vitest/bare-connection";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { recordHealth } from "../observe/record";
import { evaluateIncidents } from "./evaluate";

const MINUTE_MS = 60_000;
let database: Database;
let otherProcess: Database;
let nowMs = Date.UTC(2026, 2, 3, 9);
const clock = { nowMs: () => nowMs };
const pass = (minutes: number) => {
  nowMs += minutes * MINUTE_MS;
};

beforeAll(async () => {
  const url = await testDatabaseUrl();
  [database, otherProcess] = [openDatabase({ url }), openDatabase({ url })];
  return async () => {
    await database.close();
    await otherProcess.close();
  };
});

/** Another day, on which nothing is connected yet. */
beforeEach(async () => {
  pass(24 * 60);
  await database.query(`UPDATE "ProviderIncident" SET "endedAt" = "lastFailureAt" WHERE "endedAt" IS NULL`);
  await database.query(
    `UPDATE "Connection" SET "disconnectedAt" = "connectedAt" WHERE "disconnectedAt" IS NULL`,
  );
});

/** Live connections whose consent is an hour old, on grants of their own unless one is given. */
async function connections(count: number, grantId?: string): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const at = {
      connectedAt: new Date(nowMs - 60 * MINUTE_MS),
      accessExpiresAt: new Date(nowMs + 600 * MINUTE_MS),
    };
    const { companyId } = await addBareConnection(database, { ...at, ...(grantId && { grantId }) });
    ids.push(companyId);
  }
  return ids;
}

async function observe(
  companyIds: string[],
  cause: ErrorCode | null,
  source: "check" | "refresh" = "check",
): Promise<void> {
  for (const companyId of companyIds) {
    nowMs += 1;
    const look = {
      companyId,
      connectionType: "qbo",
      cause,
      message: cause && `${cause}.`,
      source,
      atMs: nowMs,
    };
    await database.transaction((tx) => recordHealth(tx, look));
  }
}

const evaluate = async () => {
  const { opened, ended } = await evaluateIncidents({ database, clock });
  return [opened.length, ended.length];
};

const DOWN = "provider_unavailable";

test("three failures in a row open an incident, whatever went well before, and it ends by itself", async () => {
  const all = await connections(40);
  await observe(all, null);
  await observe(all.slice(0, 2), DOWN);
  expect(await evaluate()).toEqual([0, 0]);
  await observe(all.slice(2, 3), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  expect(await evaluate()).toEqual([0, 0]);

  await observe(all.slice(0, 3), null);
  expect(await evaluate()).toEqual([0, 0]);
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
  expect(await evaluate()).toEqual([0, 0]);
});

test("an incident ends when those it touched do well, not when others do", async () => {
  const all = await connections(10);
  await observe(all.slice(0, 3), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  pass(3);
  await observe(all.slice(5), null);
  expect(await evaluate()).toEqual([0, 0]);
  await observe(all.slice(0, 3), null);
  expect(await evaluate()).toEqual([0, 1]);
});

test("a refused client id ends with the next refreshes, though no read of the API follows that went well in between", async () => {
  const all = await connections(3);
  const refused = "client_rejected";
  await observe(all, refused, "refresh");
  expect(await evaluate()).toEqual([1, 0]);
  pass(1);
  await observe(all, null, "check");
  pass(1);
  await observe(all, refused, "refresh");
  expect(await evaluate()).toEqual([0, 0]);
  pass(1);
  await observe(all, null, "refresh");
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
});

test("one connection that goes on failing alone does not keep an incident open", async () => {
  const all = await connections(6);
  await observe(all.slice(0, 5), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  await observe(all.slice(1), null);
  await observe(all.slice(0, 1), DOWN);
  expect(await evaluate()).toEqual([0, 0]);
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
  for (let look = 0; look < 10; look++) {
    pass(2);
    await observe(all.slice(0, 1), DOWN);
    expect(await evaluate()).toEqual([0, 0]);
  }
});

test("what an incident left failing is no evidence of another; new failures are", async () => {
  const all = await connections(12);
  await observe(all.slice(0, 6), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  await observe(all.slice(2, 6), null);
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
  await observe(all.slice(0, 2), DOWN);
  await observe(all.slice(7, 8), DOWN);
  expect(await evaluate()).toEqual([0, 0]);
  await observe(all.slice(8, 10), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
});

test("companies that share one grant count once", async () => {
  const [, , , ...others] = await connections(6);
  const shared = await addBareConnection(database, { connectedAt: new Date(nowMs) });
  const sharers = [shared.companyId, ...(await connections(5, shared.grantId))];
  await observe(sharers, DOWN);
  expect(await evaluate()).toEqual([0, 0]);
  await observe(others.slice(0, 2), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
});

test("of fewer than three connections, all must fail", async () => {
  const pair = await connections(2);
  await observe(pair.slice(0, 1), DOWN);
  expect(await evaluate()).toEqual([0, 0]);
  await observe(pair.slice(1), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  await observe(pair, null);
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
});

test("being asked to slow down is an incident only when it is everybody", async () => {
  const all = await connections(10);
  await observe(all.slice(0, 5), "provider_rate_limited");
  await observe(all.slice(5, 6), null);
  expect(await evaluate()).toEqual([0, 0]);
  pass(6);
  await observe(all, "provider_rate_limited");
  expect(await evaluate()).toEqual([1, 0]);
  const [incident] = await database.query(`SELECT cause FROM "ProviderIncident" WHERE "endedAt" IS NULL`);
  expect(incident).toMatchObject({ cause: "provider_rate_limited" });
});

test("customers' troubles are no incident, and do not keep one open", async () => {
  const all = await connections(8);
  await observe(all.slice(0, 4), "reconnect_required");
  expect(await evaluate()).toEqual([0, 0]);
  await observe(all.slice(4), DOWN);
  expect(await evaluate()).toEqual([1, 0]);
  await observe(all.slice(4, 7), null);
  await observe(all.slice(7), "reconnect_required");
  pass(2);
  expect(await evaluate()).toEqual([0, 1]);
});

test("troubles that began long apart are no outage", async () => {
  const all = await connections(3);
  await connections(3);
  for (const company of all) {
    await observe([company], DOWN);
    pass(31);
    await observe(all.slice(0, all.indexOf(company) + 1), DOWN);
    expect(await evaluate()).toEqual([0, 0]);
  }
});

test("touched are those seen failing and those whose token ran out, each until its own first success", async () => {
  const all = await connections(5);
  const [a = "", b = "", c = "", d = "", e = ""] = all;
  await observe(all, null);
  await observe([a, b, c], DOWN);
  const failedMs = nowMs;
  const runsOut = new Date(nowMs + MINUTE_MS);
  await database.query(
    `UPDATE "Grant" g SET "accessExpiresAt" = $2 FROM "Connection" c WHERE c."grantId" = g.id AND c."companyId" = $1`,
    [d, runsOut],
  );
  expect(await evaluate()).toEqual([1, 0]);
  const touched = () =>
    database.query(
      `SELECT t."companyId", t."affectedAt", t."recoveredAt" FROM "IncidentCompany" t JOIN "ProviderIncident" i ON i.id = t."incidentId"
       WHERE i."startedAt" > $1`,
      [new Date(nowMs - 60 * MINUTE_MS)],
    );
  expect((await touched()).map(({ companyId }) => companyId).sort()).toEqual([a, b, c].sort());
  pass(2);
  expect(await evaluate()).toEqual([0, 0]);
  expect(await touched()).toContainEqual({ companyId: d, affectedAt: runsOut, recoveredAt: null });
  await observe([a, b, c], null);
  expect(await evaluate()).toEqual([0, 1]);
  const recovered = (await touched()).filter(({ recoveredAt }) => recoveredAt);
  expect(recovered.map(({ companyId }) => companyId).sort()).toEqual([a, b, c].sort());
  expect(
    recovered.every(
      ({ affectedAt, recoveredAt }) => affectedAt.getTime() <= failedMs && recoveredAt.getTime() > failedMs,
    ),
  ).toBe(true);
  // Its next refresh comes after the incident, and is its recovery all the same.
  pass(30);
  await database.query(
    `UPDATE "Grant" g SET "accessExpiresAt" = $2, "issuedAt" = $3 FROM "Connection" c WHERE c."grantId" = g.id AND c."companyId" = $1`,
    [d, new Date(nowMs + 60 * MINUTE_MS), new Date(nowMs)],
  );
  await observe([d], null, "refresh");
  await evaluate();
  expect(await touched()).toContainEqual({ companyId: d, affectedAt: runsOut, recoveredAt: new Date(nowMs) });
  expect((await touched()).map(({ companyId }) => companyId)).not.toContain(e);
});

test("two processes that judge at once, a hundred times, make one incident of one outage", async () => {
  const all = await connections(30);
  await observe(all, DOWN);
  const told = { opened: 0, ended: 0 };
  const both = async () => {
    for (const { opened, ended } of await Promise.all(
      [database, otherProcess].map((process) => evaluateIncidents({ database: process, clock })),
    )) {
      told.opened += opened.length;
      told.ended += ended.length;
    }
  };
  for (let round = 0; round < 100; round++) await both();
  expect(told).toEqual({ opened: 1, ended: 0 });
  await observe(all, null);
  pass(2);
  for (let round = 0; round < 20; round++) await both();
  expect(told).toEqual({ opened: 1, ended: 1 });
  const rows = await database.query(
    `SELECT 1 FROM "AuditLog" WHERE operation LIKE 'incident.%' AND "timestamp" > $1`,
    [new Date(nowMs - 60 * MINUTE_MS)],
  );
  expect(rows).toHaveLength(2);
});

test("reads of the API that go well do not end an outage in which our client id is refused", async () => {
  const all = await connections(6);
  const grantsSay = (code: ErrorCode | null) =>
    database.query(
      `UPDATE "Grant" g SET "lastErrorCode" = $2 FROM "Connection" c WHERE c."grantId" = g.id AND c."companyId" = ANY($1)`,
      [all, code],
    );
  await observe(all, "client_rejected", "refresh");
  await grantsSay("client_rejected");
  expect(await evaluate()).toEqual([1, 0]);
  pass(3);
  await observe(all, null, "check");
  pass(3);
  expect(await evaluate()).toEqual([0, 0]);
  await grantsSay(null);
  await observe(all, null, "refresh");
  expect(await evaluate()).toEqual([0, 1]);
});

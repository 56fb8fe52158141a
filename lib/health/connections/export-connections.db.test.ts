import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { wantedScopesOf } from "@/lib/token/grants/scope-drift";
import { qbo } from "@/lib/token/providers/qbo";
import { exportConnections } from "./export-connections";
import type { ConnectionFilter } from "./match-connections";

const DAY = 86_400_000;
const nowMs = Date.UTC(2026, 3, 10, 8);
const clock = { nowMs: () => nowMs };
const log = sealedLog();
const tokenService = { wantedScopes: () => [wantedScopesOf(qbo)] };

beforeEach(async () => {
  await log.reset();
  await log.database.query(
    'TRUNCATE "Company", "Grant", "Connection", "ConnectionHealth", "HealthInterval" CASCADE',
  );
});

const begin = (filter: ConnectionFilter = {}, stillAllowed = async () => {}) =>
  actAs({ kind: "person", id: "u1" }, () =>
    exportConnections({ database: log.database, clock, tokenService, tenantIds }, filter, {
      asked: "all",
      stillAllowed,
    }),
  );

async function fileOf(filter: ConnectionFilter = {}): Promise<Record<string, string>[]> {
  let text = "";
  for await (const part of (await begin(filter)).body) text += part;
  return parse(text, { bom: true, columns: true }) as Record<string, string>[];
}

const said = () =>
  log.database.query(
    `SELECT "userId", outcome, "apiEndpoint", "errorMessage" FROM "AuditLog" WHERE operation = 'connection.export'
     ORDER BY "position"`,
  );

const steady = (companyName: string) =>
  addHealthFixture(log.database, {
    companyName,
    connectedAtMs: Date.UTC(2026, 0, 1),
    refreshExpiresAtMs: nowMs + 59 * DAY,
    changes: [{ atMs: Date.UTC(2026, 0, 1), cause: null }],
  });

test("a line a connection, by company, with heads in words and no formula", async () => {
  const { id } = await steady("=HYPERLINK(1)");
  await steady("Acme");
  const [second, first] = await fileOf();
  expect(second).toMatchObject({
    Company: "'=HYPERLINK(1)",
    Status: "Working",
    "Connected (UTC)": "2026-01-01 00:00",
    "Connection id": id,
  });
  expect(first).toMatchObject({ Company: "Acme" });
});

test("what a consent differs in from what is asked for stands in the file, by the scopes' names", async () => {
  const { id } = await steady("Acme");
  await log.database.query(`UPDATE "Grant" SET scope = 'openid phone' WHERE id = $1`, [id]);
  const [line] = await fileOf();
  expect(line).toMatchObject({
    "Access not granted": "com.intuit.quickbooks.accounting",
    "Access no longer asked for": "openid phone",
    "Access that ends": "",
    "Ends on": "",
  });
});

test("more than one batch, each connection once", async () => {
  for (let index = 0; index < 205; index++) await steady(`Company ${String(index % 3)}`);
  const ids = (await fileOf()).map((line) => line["Connection id"]);
  expect(ids).toHaveLength(205);
  expect(new Set(ids).size).toBe(205);
});

test("only the connections that were ticked, or that match", async () => {
  const { id } = await steady("Acme");
  await steady("Birch");
  expect(await fileOf({ ids: [id] })).toHaveLength(1);
  expect(await fileOf({ search: "birch" })).toEqual([expect.objectContaining({ Company: "Birch" })]);
  expect(await fileOf({ ids: [] })).toEqual([]);
});

test("ids that no connection ever had make no file, nor do they among others", async () => {
  const { id } = await steady("Acme");
  await expect(fileOf({ ids: ["invented"] })).rejects.toMatchObject({ code: "not_found", field: "id" });
  await expect(fileOf({ ids: [id, "invented"] })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("1 of the 2 selected connections is not known here."),
  });
  expect(await said()).toEqual([]);
});

test("its beginning and its end are on record; a lost right ends it", async () => {
  await steady("Acme");
  await fileOf();
  const refused = new CountersignError("not_allowed", "Your role does not include this.");
  const { body } = await begin({}, () => Promise.reject(refused));
  await expect(
    (async () => {
      for await (const _part of body);
    })(),
  ).rejects.toBe(refused);
  const row = { userId: "u1", apiEndpoint: "/connections/export" };
  expect(await said()).toEqual([
    { ...row, outcome: "success", errorMessage: "Began: all." },
    { ...row, outcome: "success", errorMessage: "Ended: 1 rows." },
    { ...row, outcome: "success", errorMessage: "Began: all." },
    { ...row, outcome: "failure", errorMessage: "The reader lost the right to it: 0 rows." },
  ]);
});

import { beforeAll, expect, test } from "vitest";
import { addBareConnection, type BareConnection } from "@/dev/vitest/bare-connection";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { recordExpiries } from "./expiries";
import { recordHealth } from "./record";

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 5, 1, 12);
const at = (days: number) => new Date(now + days * DAY_MS);
const clock = { nowMs: () => now };
let database: Database;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  return () => database.close();
});

async function connection(changes: Partial<BareConnection>): Promise<string> {
  const { companyId } = await addBareConnection(database, {
    connectedAt: at(-150),
    refreshExpiresAt: at(20),
    ...changes,
  });
  const look = { companyId, connectionType: "qbo", cause: null, message: null, source: "consent" } as const;
  await database.transaction((tx) => recordHealth(tx, { ...look, atMs: at(-150).getTime() }));
  return companyId;
}

const intervalsOf = (companyId: string) =>
  database.query(
    `SELECT cause, message, "startedAt", "endedAt" FROM "HealthInterval" WHERE "companyId" = $1 ORDER BY "startedAt"`,
    [companyId],
  );

test("recordExpiries puts a expiry down once, as of its deadline, in history and in the audit log", async () => {
  const unused = await connection({ refreshExpiresAt: at(-3) });
  const old = await connection({ hardExpiresAt: at(-1) });
  const alive = await connection({ hardExpiresAt: at(400) });
  const never = await addBareConnection(database, { connectedAt: at(-150), refreshExpiresAt: at(-50) });
  const gone = await connection({ refreshExpiresAt: at(-3) });
  await database.query(`UPDATE "Connection" SET "disconnectedAt" = $2 WHERE "companyId" = $1`, [
    gone,
    at(-4),
  ]);

  const processes = await Promise.all([1, 2].map(() => recordExpiries({ database, clock })));
  expect(Math.max(...processes)).toBe(3);
  expect(await recordExpiries({ database, clock })).toBe(0);
  expect(await intervalsOf(unused)).toMatchObject([
    { cause: null, endedAt: at(-3) },
    {
      cause: "reconnect_required",
      startedAt: at(-3),
      endedAt: null,
      message: expect.stringContaining("not refreshed"),
    },
  ]);
  expect(await intervalsOf(old)).toMatchObject([
    { cause: null, endedAt: at(-1) },
    {
      cause: "reconnect_required",
      startedAt: at(-1),
      message: expect.stringContaining("the end QuickBooks Online sets"),
    },
  ]);
  expect(await intervalsOf(never.companyId)).toMatchObject([
    { cause: "reconnect_required", startedAt: at(-50) },
  ]);
  for (const untouched of [alive, gone])
    expect(await intervalsOf(untouched)).toMatchObject([{ cause: null, endedAt: null }]);
  const [health] = await database.query(`SELECT * FROM "ConnectionHealth" WHERE "companyId" = $1`, [unused]);
  expect(health).toMatchObject({
    status: "expired",
    since: at(-3),
    lastChecked: at(-150),
    lastHealthyAt: at(-150),
  });
  const rows = await database.query(
    `SELECT "companyId", "timestamp" FROM "AuditLog" WHERE operation = 'health.change'`,
  );
  expect(rows.map(({ companyId }) => companyId).sort()).toEqual([unused, old, never.companyId].sort());
  expect(rows.every(({ timestamp }) => timestamp.getTime() === now)).toBe(true);
});

test("recordExpiries gets through more than a batch of them", async () => {
  for (let index = 0; index < 205; index++) {
    await addBareConnection(database, { connectedAt: at(-150), refreshExpiresAt: at(-2) });
  }
  expect(await recordExpiries({ database, clock })).toBe(205);
});

import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { type Database, openDatabase } from "@/lib/db";
import { findNearLimits } from "./near-limits";

const nowMs = Date.UTC(2026, 10, 29);
const xero = { connectionType: "xero", environment: "sandbox" };
let database: Database;

const connect = (connectionType: string, disconnectedAtMs: number | null = null) =>
  addHealthFixture(database, {
    connectionType,
    connectedAtMs: nowMs,
    refreshExpiresAtMs: nowMs + 1,
    disconnectedAtMs,
  });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  return () => database.close();
});

test("a tier is near from four fifths of it on; what was disconnected and other providers don't count", async () => {
  for (let made = 0; made < 3; made++) await connect("xero");
  await connect("xero", nowMs);
  await connect("qbo");
  expect(await findNearLimits({ database }, [{ ...xero, limit: 5 }])).toEqual([]);
  await connect("xero");
  expect(await findNearLimits({ database }, [{ ...xero, limit: 5 }])).toEqual([
    { connectionType: "xero", live: 4, limit: 5 },
  ]);
  expect(await findNearLimits({ database }, [{ ...xero, limit: 50 }])).toEqual([]);
  expect(await findNearLimits({ database }, [])).toEqual([]);
});

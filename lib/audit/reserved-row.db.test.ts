import { describe, expect, onTestFinished, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { openDatabase } from "@/lib/db";
import { withRequestContext } from "@/lib/request-context";
import { createAuditBuffer } from "./record/buffer";
import type { AuditEntry } from "./record/record";

const entry: AuditEntry = {
  operation: "api.call",
  outcome: "success",
  companyId: "c1",
  connectionType: "xero",
  actor: { kind: "service", id: "u1" },
  apiEndpoint: "/connections",
  requestMethod: "GET",
  responseStatus: 200,
  atMs: Date.UTC(2026, 0, 2),
};

async function openBuffer(options: { maxRows?: number; stalledAfterMs?: number } = {}) {
  const database = openDatabase({ url: await testDatabaseUrl() });
  const buffer = createAuditBuffer({ database, intervalMs: 10, ...options });
  onTestFinished(async () => {
    await buffer.close();
    await database.close();
  });
  return { buffer, database };
}

describe("a reserved row", () => {
  test("takes a place from the rows that may wait, and gives it back unused", async () => {
    const { buffer } = await openBuffer({ maxRows: 2 });
    const [first] = [buffer.reserve(), buffer.reserve()];
    expect(() => buffer.reserve()).toThrow(/too many rows wait/);
    expect(() => buffer.record(entry)).toThrow(/too many rows wait/);
    first?.giveUp();
    first?.giveUp();
    buffer.reserve();
    expect(() => buffer.reserve()).toThrow(/too many rows wait/);
  });

  test("is written once, however often it is filled, with the context it was reserved in", async () => {
    const { buffer, database } = await openBuffer();
    const context = { requestId: "r1", ipAddress: "192.0.2.1", userAgent: "ua" };
    const row = withRequestContext(context, () => buffer.reserve());
    row.record(entry);
    row.record(entry);
    row.giveUp();
    await buffer.flushed();
    expect(await database.query('SELECT "requestId" FROM "AuditLog"')).toEqual([{ requestId: "r1" }]);
  });

  test("is taken while further ones are refused, and written when the table is back", async () => {
    const { buffer, database } = await openBuffer({ stalledAfterMs: 200 });
    const row = buffer.reserve();
    await database.query('ALTER TABLE "AuditLog" RENAME TO "AuditLogAway"');
    try {
      buffer.record({ ...entry, companyId: "c2" });
      await expect(buffer.flushed()).rejects.toMatchObject({ code: "audit_unavailable" });
      expect(() => buffer.reserve()).toThrow(/can't be written/);
      row.record({ ...entry, companyId: "c2", apiEndpoint: "/late" });
    } finally {
      await database.query('ALTER TABLE "AuditLogAway" RENAME TO "AuditLog"');
    }
    await buffer.close();
    const rows = await database.query(
      `SELECT "apiEndpoint" FROM "AuditLog" WHERE "companyId" = 'c2' ORDER BY 1`,
    );
    expect(rows).toEqual([{ apiEndpoint: "/connections" }, { apiEndpoint: "/late" }]);
  });

  test("says so when the buffer was closed meanwhile", async () => {
    const { buffer } = await openBuffer();
    const row = buffer.reserve();
    await buffer.close();
    expect(() => row.record(entry)).toThrow(/it is closed/);
  });
});

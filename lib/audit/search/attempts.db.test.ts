import { beforeAll, describe, expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { type AuditEvent, recordAudit } from "../record/record";
import { ATTEMPT_ROWS, countAttempts, findOperationAt } from "./attempts";

const start = Date.UTC(2026, 2, 3, 9);
const log = sealedLog();
const acme = { companyId: "acme", connectionType: "qbo" };

function row(atMs: number, parts: Partial<AuditEvent>): Promise<string> {
  return recordAudit(log.database, {
    operation: "token.refresh",
    outcome: "failure",
    by: { kind: "system", id: "keep-alive" },
    about: acme,
    via: ["POST", "/x"],
    responseStatus: 503,
    atMs,
    ...parts,
  });
}

beforeAll(async () => {
  await log.database.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash") VALUES ('maya', 'm@x.test', 'Maya Chen', 'admin', '')`,
  );
  await row(start - 1, {});
  for (const minute of [0, 1, 2]) await row(start + minute * 60_000, {});
  await row(start + 3 * 60_000, { operation: "connection.check" });
  await row(start + 4 * 60_000, { operation: "token.vend" });
  await row(start + 4 * 60_000, { about: { ...acme, companyId: "other" } });
  await row(start + 4 * 60_000, { about: { ...acme, connectionType: "xero" } });
  await row(start + 5 * 60_000, { operation: "health.change", outcome: "success" });
  await row(start + 5 * 60_000, {
    operation: "connection.reconnect",
    outcome: "success",
    by: { kind: "person", id: "maya" },
  });
});

describe("countAttempts", () => {
  test("counts refreshes and checks of one connection within a time, both ends included", async () => {
    const toMs = start + 3 * 60_000;
    expect(await countAttempts(log, { ...acme, fromMs: start, toMs })).toEqual({
      refreshes: 3,
      checks: 1,
      capped: false,
      lastAt: new Date(toMs),
    });
    expect(await countAttempts(log, { ...acme, fromMs: toMs + 1, toMs: toMs + 2 })).toEqual({
      refreshes: 0,
      checks: 0,
      capped: false,
      lastAt: null,
    });
  });

  test("looks at so many rows and no more, and says so", async () => {
    const changes = { id: "'many' || n", position: "1000 + n", companyId: "'many'" };
    await log.copyRows(
      `a."companyId" = 'acme' AND a.operation = 'connection.check'`,
      changes,
      "generate_series(1, 2500) n",
    );
    const time = { companyId: "many", connectionType: "qbo", fromMs: start, toMs: start + 3_600_000 };
    expect(await countAttempts(log, time)).toMatchObject({ checks: ATTEMPT_ROWS, capped: true });
  });
});

test("findOperationAt tells what a change came with, and by whom", async () => {
  expect(await findOperationAt(log, { ...acme, atMs: start + 5 * 60_000 })).toEqual({
    operation: "connection.reconnect",
    actorName: "Maya Chen",
  });
  expect(await findOperationAt(log, { ...acme, atMs: start })).toBeUndefined();
});

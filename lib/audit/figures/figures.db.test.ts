import { beforeEach, expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { type AuditEvent, recordAudit } from "../record/record";
import { readFigures } from "./read-figures";
import { rollUpFigures } from "./roll-up";

const MINUTE = 60_000;
const now = Date.UTC(2026, 2, 3, 9, 30);
const log = sealedLog();
const deps = () => ({ database: log.database, clock: { nowMs: () => now, observe: () => {} } });
const hourly = (last: number) => readFigures(deps(), { operation: "token.vend", per: "hour", last });

function vended(atMs: number, parts: Partial<AuditEvent> = {}): Promise<string> {
  return recordAudit(log.database, {
    operation: "token.vend",
    outcome: "success",
    by: { kind: "service", id: "sync" },
    about: { companyId: "acme", connectionType: "qbo" },
    via: ["POST", "/x"],
    responseStatus: 200,
    responseTimeMs: 0,
    atMs,
    ...parts,
  });
}

beforeEach(async () => {
  await log.tamper('TRUNCATE "AuditLog", "HourlyFigure", "FigureProgress"');
});

test("each row counts once in its hour, whoever counts and however often", async () => {
  await vended(now - 90 * MINUTE);
  await vended(now - MINUTE, { responseTimeMs: 30 });
  await vended(now, { outcome: "failure", responseStatus: 503, responseTimeMs: 700 });
  await vended(now, { operation: "api.call" });
  await Promise.all([rollUpFigures(deps()), rollUpFigures(deps()), rollUpFigures(deps())]);
  await rollUpFigures(deps());
  expect(await hourly(3)).toEqual([
    { startMs: Date.UTC(2026, 2, 3, 7), succeeded: 0, failed: 0, p95Ms: undefined },
    { startMs: Date.UTC(2026, 2, 3, 8), succeeded: 1, failed: 0, p95Ms: 1 },
    { startMs: Date.UTC(2026, 2, 3, 9), succeeded: 1, failed: 1, p95Ms: 1_000 },
  ]);
  await vended(now - 90 * MINUTE);
  await rollUpFigures(deps());
  expect((await hourly(2))[0]).toMatchObject({ succeeded: 2 });
  const [day] = await readFigures(deps(), { operation: "token.vend", per: "day", last: 1 });
  expect(day).toEqual({ startMs: Date.UTC(2026, 2, 3), succeeded: 3, failed: 1, p95Ms: 1_000 });
});

test("a row that is still being written is neither lost nor counted early", async () => {
  const open = await log.database.pool.connect();
  await open.query("BEGIN");
  try {
    const sql = { query: async (text: string, values?: unknown[]) => (await open.query(text, values)).rows };
    await recordAudit(sql as never, {
      operation: "token.vend",
      outcome: "success",
      by: { kind: "service", id: "sync" },
      about: { companyId: "acme", connectionType: "qbo" },
      via: ["POST", "/x"],
      responseStatus: 200,
      atMs: now,
    });
    await vended(now);
    await rollUpFigures(deps());
    expect((await hourly(1))[0]?.succeeded).toBe(0);
    await open.query("COMMIT");
  } finally {
    open.release();
  }
  await rollUpFigures(deps());
  expect((await hourly(1))[0]?.succeeded).toBe(2);
});

test("what is older than anything drawn is dropped", async () => {
  await vended(now - 101 * 24 * 60 * MINUTE);
  await rollUpFigures(deps());
  expect(await log.database.query('SELECT 1 FROM "HourlyFigure"')).toEqual([]);
});

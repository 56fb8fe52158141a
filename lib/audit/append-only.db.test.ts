import { beforeEach, expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { COMMAND_LINE } from "@/lib/actor";
import { actAs } from "@/lib/request-context";
import { AUDIT_COLUMNS } from "./record/audit-columns";
import { dropRetained, findDroppable } from "./retain/retention";

const log = sealedLog();
const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);
const clock = { nowMs: () => Date.UTC(2026, 5, 1) };
const deps = () => ({ database: log.database, signingKey: log.key, clock });

beforeEach(async () => {
  await log.reset();
  for (const index of [0, 1, 2, 3]) {
    await log.write(10, start + index * day);
    if (index < 3) await log.seal();
  }
});

test.each([
  `UPDATE "AuditLog" SET "userId" = 'x'`,
  `UPDATE "AuditLog" SET "userId" = 'x' WHERE false`,
  `DELETE FROM "AuditLog" WHERE "position" = 1`,
  `DELETE FROM "AuditLog"`,
  `TRUNCATE "AuditLog"`,
  `UPDATE "AuditSeal" SET number = 9`,
  `DELETE FROM "AuditSeal"`,
  `TRUNCATE "AuditSeal"`,
  `DELETE FROM "AuditVerification"`,
  `INSERT INTO "AuditLog" (${AUDIT_COLUMNS}) SELECT ${AUDIT_COLUMNS} FROM "AuditLog"
   ON CONFLICT (id) DO UPDATE SET "userId" = 'x'`,
])("is refused, even to the owner: %s", async (sql) => {
  await expect(log.database.query(sql)).rejects.toMatchObject({
    code: "42501",
    message: expect.stringContaining("is append-only"),
  });
  expect(await log.verify()).toMatchObject({ rows: 30, unsealedRows: 10, problems: [] });
});

test("a temporary table can't stand in for the seals", async () => {
  const attempt = log.database.transaction(async (tx) => {
    await tx.query(`CREATE TEMP TABLE "AuditSeal" ON COMMIT DROP AS
      SELECT number, 'retention' AS kind, number AS "droppedTo", "toPosition" FROM "AuditSeal"`);
    await tx.query('DELETE FROM "AuditLog" WHERE "position" = 1');
  });
  await expect(attempt).rejects.toThrow("is append-only");
});

test("retention drops whole sealed ranges, says so in the log, and the chain still verifies", async () => {
  // The second range's last row is one millisecond too young.
  const before = new Date(start + day + 9);
  expect(await findDroppable(log.database, before)).toEqual({ lastSeal: 1, rows: 10 });
  expect(await findDroppable(log.database, new Date(start))).toEqual({ lastSeal: null, rows: 0 });
  expect(await actAs(COMMAND_LINE, () => dropRetained(deps(), before))).toBe(10);
  expect(await log.verify()).toMatchObject({ seals: 4, rows: 20, droppedTo: 1, problems: [] });
  const said = `SELECT "userId", "errorMessage" FROM "AuditLog" WHERE operation = 'audit.retain'`;
  expect(await log.database.query(said)).toEqual([
    {
      userId: "command line",
      errorMessage: `10 rows up to seal 1, all before ${before.toISOString()}, were dropped.`,
    },
  ]);
});

test("retention never goes beyond what is sealed, and goes on where it stopped", async () => {
  const future = new Date(start + 1_000 * day);
  expect(await actAs(COMMAND_LINE, () => dropRetained(deps(), new Date(start + 2 * day)))).toBe(20);
  expect(await actAs(COMMAND_LINE, () => dropRetained(deps(), future))).toBe(10);
  expect(await actAs(COMMAND_LINE, () => dropRetained(deps(), future))).toBe(0);
  const kept = await log.database.query(`SELECT 1 FROM "AuditLog" WHERE operation = 'token.vend'`);
  expect(kept).toHaveLength(10);
  await log.seal();
  expect(await log.verify()).toMatchObject({ rows: 12, droppedTo: 3, problems: [] });
});

test("a range that lost a row is not dropped, so the loss stays provable", async () => {
  await log.tamper('DELETE FROM "AuditLog" WHERE "position" = 4');
  await expect(actAs(COMMAND_LINE, () => dropRetained(deps(), new Date(start + day)))).rejects.toThrow(
    "Nothing was dropped: 10 rows were sealed up to seal 1, but 9 are there",
  );
  expect((await log.verify()).problems).toMatchObject([{ sealNumber: 1 }]);
});

test("a row put back into a dropped range is found", async () => {
  await actAs(COMMAND_LINE, () => dropRetained(deps(), new Date(start + day)));
  await log.copyRows('"position" = 13', { id: "'put-back'", position: "3" });
  expect((await log.verify()).problems).toEqual([
    {
      sealNumber: 1,
      rowId: "put-back",
      message: "Row put-back was put into a range that retention dropped.",
    },
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { SEALED_FIELDS } from "./seal/canonical";
import { findHead, hashOf } from "./seal/seal-header";
import { verifyAudit } from "./seal/verify";

const ROWS = 60;
const log = sealedLog();

const position = fc.integer({ min: 1, max: ROWS });
const twoPositions = fc.tuple(position, position).filter(([one, other]) => one !== other);
const editable = SEALED_FIELDS.filter((field) => field !== "id" && field !== "position");

/** What somebody with all rights over the database may do to it, as SQL. */
const tampering = fc.oneof(
  fc.tuple(position, fc.constantFrom(...editable)).map(([at, column]) => ({
    kind: "edit",
    sql: [`UPDATE "AuditLog" SET "${column}" = ${changed(column)} WHERE "position" = ${at}`],
  })),
  position.map((at) => ({
    kind: "rename",
    sql: [`UPDATE "AuditLog" SET id = 'x' || id WHERE "position" = ${at}`],
  })),
  position.map((at) => ({ kind: "delete", sql: [`DELETE FROM "AuditLog" WHERE "position" = ${at}`] })),
  twoPositions.map(([one, other]) => ({
    kind: "reorder",
    sql: [
      `UPDATE "AuditLog" SET "position" = CASE "position" WHEN ${one} THEN ${other} ELSE ${one} END
       WHERE "position" IN (${one}, ${other})`,
    ],
  })),
  twoPositions.map(([one, other]) => ({
    kind: "swap times",
    sql: [
      `UPDATE "AuditLog" a SET "timestamp" = b."timestamp" FROM "AuditLog" b
       WHERE (a."position", b."position") IN ((${one}, ${other}), (${other}, ${one}))`,
    ],
  })),
  position.map((at) => ({ kind: "truncate", sql: [`DELETE FROM "AuditLog" WHERE "position" >= ${at}`] })),
  fc.constant({ kind: "empty", sql: ['TRUNCATE "AuditLog"'] }),
  fc.constant({ kind: "empty with seals", sql: ['TRUNCATE "AuditLog", "AuditSeal"'] }),
  fc.integer({ min: 1, max: 4 }).map((number) => ({
    kind: "cut the chain",
    sql: [
      `DELETE FROM "AuditLog" WHERE "position" > (SELECT "fromPosition" FROM "AuditSeal" WHERE number = ${number})`,
      `DELETE FROM "AuditSeal" WHERE number >= ${number}`,
    ],
  })),
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(
        `"rowCount" = "rowCount" - 1`,
        `"toPosition" = "toPosition" + 1`,
        `"rowsHash" = reverse("rowsHash")`,
        `"previousHash" = reverse("previousHash") || ''`,
        `digests = set_byte(digests, 3, get_byte(digests, 3) # 1)`,
        `"sealedAt" = "sealedAt" + interval '1 ms'`,
        `signature = set_byte(signature, 9, get_byte(signature, 9) # 1)`,
        `"droppedTo" = 1`,
        `kind = 'retention'`,
      ),
    )
    .filter(([number, change]) => number > 1 || !change.includes("previousHash"))
    .map(([number, change]) => ({
      kind: "edit a seal",
      sql: [`UPDATE "AuditSeal" SET ${change} WHERE number = ${number}`],
    })),
);

function changed(column: string): string {
  if (column === "timestamp") return `"timestamp" + interval '1 ms'`;
  if (["responseStatus", "responseTime", "generation"].includes(column))
    return `coalesce("${column}", 0) + 1`;
  return `coalesce("${column}", '') || 'x'`;
}

test("whatever the database's owner does to sealed rows, the verification says so", async () => {
  await log.reset();
  await log.write(ROWS);
  await log.seal(15);
  const head = await findHead(log.database);
  const anchor = head ? [{ number: head.number, hash: hashOf(head) }] : [];
  const verify = () => verifyAudit({ database: log.database, publicKeys: [log.key] }, { anchor });
  const columns = SEALED_FIELDS.map((field) => `"${field}"`).join(", ");
  await log.tamper(`CREATE TABLE kept_log AS SELECT ${columns} FROM "AuditLog"`);
  await log.tamper('CREATE TABLE kept_seal AS TABLE "AuditSeal"');
  const restore = `TRUNCATE "AuditLog", "AuditSeal"; INSERT INTO "AuditLog" (${columns}) TABLE kept_log;
    INSERT INTO "AuditSeal" TABLE kept_seal`;
  expect((await verify()).problems).toEqual([]);

  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(tampering, async ({ kind, sql }) => {
      seen.add(kind);
      for (const statement of sql) await log.tamper(statement);
      const { problems } = await verify();
      await log.tamper(restore);
      return problems.length > 0;
    }),
    { numRuns: 200 },
  );
  expect(seen.size).toBeGreaterThan(7);
  expect((await verify()).problems).toEqual([]);
}, 60_000);

import { beforeEach, describe, expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { SEALED_FIELDS } from "./canonical";
import { findHead, hashOf } from "./seal-header";
import { verifyAudit } from "./verify";

const log = sealedLog();
beforeEach(() => log.reset());

test("rows sealed in several ranges verify, and the newest ones are said to be unsealed", async () => {
  await log.write(25);
  await log.seal(10);
  await log.write(3);
  const verification = await log.verify();
  expect(verification).toMatchObject({ seals: 3, rows: 25, unsealedRows: 3, droppedTo: null, problems: [] });
  expect(verification.sealedTo).toMatch(/^20\d\d-.*Z$/);
});

test("every column of an audit row is sealed, but what Postgres derives from the others", async () => {
  const columns = await log.database.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = '"AuditLog"'::regclass AND attnum > 0
       AND NOT attisdropped AND attgenerated = ''`,
  );
  expect(columns.map(({ name }) => name).sort()).toEqual([...SEALED_FIELDS].sort());
});

test("nothing sealed is not taken for all well", async () => {
  await log.write(1);
  expect((await log.verify()).problems).toMatchObject([
    { message: expect.stringContaining("Nothing is sealed") },
  ]);
});

describe("the database's owner is found out", () => {
  test("who edits one row: it is named", async () => {
    const ids = await log.write(40);
    await log.seal(15);
    await log.tamper(`UPDATE "AuditLog" SET "userId" = 'someone-else' WHERE id = $1`, [ids[20]]);
    expect((await log.verify()).problems).toEqual([
      {
        sealNumber: 2,
        rowId: ids[20],
        message: `Row ${ids[20]} (number 6 of seal 2) was changed after it was sealed.`,
      },
    ]);
  });

  test("who deletes one row: its place is named", async () => {
    const ids = await log.write(40);
    await log.seal(15);
    await log.tamper(`DELETE FROM "AuditLog" WHERE id = $1`, [ids[20]]);
    const { problems } = await log.verify();
    expect(problems).toMatchObject([
      {
        sealNumber: 2,
        message: expect.stringContaining(`Row number 6 of seal 2, after row ${ids[19]}, is missing`),
      },
    ]);
  });

  test("who puts a row into a sealed range, below it, or where no position was assigned: it is named", async () => {
    await log.write(20);
    await log.seal(10);
    const copy = (position: number) =>
      log.copyRows('"position" = 5', { id: `'forged${position}'`, position: String(position) });
    for (const position of [5, 0, 1_000]) {
      await copy(position);
      const { problems } = await log.verify();
      expect(problems.map(({ rowId }) => rowId)).toEqual([`forged${position}`]);
      await log.tamper(`DELETE FROM "AuditLog" WHERE id LIKE 'forged%'`);
    }
  });

  test("who writes the chain anew with another key, or a retention nobody signed", async () => {
    await log.write(5);
    await log.seal();
    await log.tamper(`UPDATE "AuditSeal" SET "keyId" = 'deadbeefdeadbeef'`);
    expect((await log.verify()).problems[0]?.message).toContain("key deadbeefdeadbeef, which was not given");
    await log.tamper(`UPDATE "AuditSeal" SET "keyId" = $1`, [log.key.keyId]);
    await log.tamper(
      `INSERT INTO "AuditSeal" SELECT (jsonb_populate_record(s, '{"number": 2, "kind": "retention", "droppedTo": 1}')).*
       FROM "AuditSeal" s`,
    );
    await log.tamper('DELETE FROM "AuditLog"');
    const messages = (await log.verify()).problems.map(({ message }) => message);
    expect(messages).toContain("Seal 2 was altered: its signature does not fit.");
    expect(messages.join()).toContain("Row number 1 of seal 1 is missing");
  });

  test("who cuts rows and seals off the end: by the anchor alone", async () => {
    await log.write(30);
    await log.seal(10);
    const head = await findHead(log.database);
    const anchor = [{ number: 3, hash: head ? hashOf(head) : "" }];
    const check = () => verifyAudit({ database: log.database, publicKeys: [log.key] }, { anchor });
    expect((await check()).problems).toEqual([]);
    await log.tamper('DELETE FROM "AuditSeal" WHERE number = 3');
    await log.tamper('DELETE FROM "AuditLog" WHERE "position" > 20');
    expect((await log.verify()).problems).toEqual([]);
    expect((await check()).problems).toMatchObject([
      { message: "The chain ends with seal 2, but the anchor knows seal 3: it was cut." },
    ]);
    await log.write(10);
    await log.seal();
    expect((await check()).problems).toMatchObject([
      { message: "Seal 3 is not the one that the anchor knows: the chain was rewritten." },
    ]);
  });
});

test("a range of time checks the rows of its seals and the links of all", async () => {
  const day = 86_400_000;
  const start = Date.UTC(2026, 0, 1);
  for (const index of [0, 1, 2]) {
    await log.write(5, start + index * day);
    await log.seal();
  }
  await log.tamper(`UPDATE "AuditLog" SET "userId" = 'x' WHERE "position" = 2`);
  const deps = { database: log.database, publicKeys: [log.key] };
  const later = await verifyAudit(deps, { from: new Date(start + day) });
  expect(later).toMatchObject({ seals: 3, rows: 10, problems: [] });
  const first = await verifyAudit(deps, { to: new Date(start + day - 1) });
  expect(first).toMatchObject({ rows: 0, problems: [{ sealNumber: 1 }] });
});

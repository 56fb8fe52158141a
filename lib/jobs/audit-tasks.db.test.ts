import { expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { findSealStatus } from "@/lib/audit/seal/seal-status";
import { auditTasks } from "./audit-tasks";

const log = sealedLog();
const status = () => findSealStatus({ database: log.database, seals: true });

async function runAll(): Promise<void> {
  for (const task of auditTasks({ database: log.database, signingKey: log.key, anchorFile: undefined })) {
    await task.run();
  }
}

test("what is written is sealed, and verified when there is something to verify", async () => {
  expect(await status()).toEqual({
    enabled: true,
    sealedTo: null,
    keyId: null,
    verifiedAt: null,
    problem: null,
  });
  await log.write(5);
  await runAll();
  expect(await status()).toMatchObject({
    sealedTo: expect.any(Date),
    keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
    verifiedAt: expect.any(Date),
    problem: null,
  });
  await log.write(3);
  await runAll();
  expect(await log.database.query('SELECT sum("rowCount")::int AS rows FROM "AuditSeal"')).toEqual([
    { rows: 8 },
  ]);
  expect(await log.database.query('SELECT 1 FROM "AuditVerification"')).toHaveLength(1);
});

test("what the daily verification finds wrong is kept for the page", async () => {
  await log.tamper(`UPDATE "AuditLog" SET "userId" = 'x' WHERE "position" = 2`);
  await log.tamper('TRUNCATE "AuditVerification"');
  await runAll();
  expect((await status()).problem).toMatch(/number 2 of seal 1\) was changed/);
});

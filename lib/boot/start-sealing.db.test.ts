import { afterAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { findSealStatus } from "@/lib/audit/seal-status";
import { openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { startSealing } from "./start-sealing";

const log = sealedLog();
const env = readEnv({
  DATABASE_URL: "postgresql://localhost/unused",
  ENCRYPTION_KEY: "0123456789abcdef".repeat(4),
  QUICKBOOKS_CLIENT_ID: "id",
  QUICKBOOKS_CLIENT_SECRET: "secret",
  QUICKBOOKS_REDIRECT_URI: "http://localhost:3000/api/oauth/qbo/callback",
  XERO_CLIENT_ID: "id",
  XERO_CLIENT_SECRET: "secret",
  XERO_REDIRECT_URI: "http://localhost:3000/api/oauth/xero/callback",
  NEXTAUTH_SECRET: "a-long-enough-secret-for-the-session-cookie",
  NEXTAUTH_URL: "http://localhost:3000",
  AUDIT_SIGNING_KEY: "fedcba9876543210".repeat(4),
});
const stopping: { stop(): Promise<void> }[] = [];
const start = (given = env) => {
  const sealing = startSealing({ env: given, database: log.database }, 20);
  stopping.push(sealing);
  return sealing;
};
afterAll(() => Promise.all(stopping.map((sealing) => sealing.stop())));

const status = () => findSealStatus(log.database, true);

test("a process seals what is written, verifies it, and stops when it is told to", async () => {
  expect(await status()).toEqual({
    enabled: true,
    sealedTo: null,
    keyId: null,
    verifiedAt: null,
    problem: null,
  });
  await log.write(5);
  const sealing = start();
  await expect.poll(status, { timeout: 5_000 }).toMatchObject({
    sealedTo: expect.any(Date),
    keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
    verifiedAt: expect.any(Date),
    problem: null,
  });
  await log.write(3);
  const sealed = () => log.database.query('SELECT sum("rowCount")::int AS rows FROM "AuditSeal"');
  await expect.poll(sealed, { timeout: 5_000 }).toEqual([{ rows: 8 }]);
  await sealing.stop();
});

test("what the daily verification finds wrong is kept for the page", async () => {
  await log.tamper(`UPDATE "AuditLog" SET "userId" = 'x' WHERE "position" = 2`);
  await log.tamper('TRUNCATE "AuditVerification"');
  start();
  await expect
    .poll(async () => (await status()).problem, { timeout: 5_000 })
    .toMatch(/number 2 of seal 1\) was changed/);
});

test("without a key nothing is sealed", async () => {
  const { auditSigningKey: _none, ...keyless } = env;
  await log.reset();
  await log.write(1);
  const database = openDatabase({ url: await testDatabaseUrl() });
  await startSealing({ env: keyless, database }, 1).stop();
  await database.close();
  expect(await status()).toMatchObject({ sealedTo: null });
});

import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { newSigningKey, sealedLog } from "@/dev/vitest/sealed-log";
import { readAnchor } from "./anchor";
import { sealAudit } from "./seal";
import { findHead, hashOf } from "./seal-header";

const log = sealedLog();
beforeEach(() => log.reset());

const deps = () => ({ database: log.database, signingKey: log.key });
const COPY_ROW = (id: string) =>
  `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod", "responseStatus",
     "ipAddress", "userAgent", operation, "actorKind", outcome)
   VALUES ('${id}', 'u', '', '/x', '', 'GET', 200, '', '', 'token.vend', 'user', 'success')`;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(await testDatabaseUrl());
  await client.connect();
  return client;
}

describe("a row that commits late", () => {
  test("is never left behind: its transaction is waited for", async () => {
    const late = await connect();
    await late.query("BEGIN");
    await late.query(COPY_ROW("late"));
    await log.write(3);
    const sealing = sealAudit(deps(), { patienceMs: 10_000 });
    const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await expect.poll(async () => (await log.owner.query(waiting)).rowCount).toBe(1);
    await late.query("COMMIT");
    expect(await sealing).toEqual({ seals: 1, rows: 4 });
    expect((await log.verify()).problems).toEqual([]);
    await late.end();
  });

  test("holds nothing up but the seal, which comes when its transaction has ended", async () => {
    const late = await connect();
    await late.query("BEGIN");
    await late.query(COPY_ROW("late"));
    await log.write(3);
    expect(await sealAudit(deps(), { patienceMs: 50 })).toEqual({ seals: 0, rows: 0 });
    await log.write(2);
    await late.query("ROLLBACK");
    expect(await sealAudit(deps())).toEqual({ seals: 1, rows: 5 });
    await late.end();
  });

  test("writers at full speed and a sealer that never rests: every row is sealed once", async () => {
    let writing = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      const client = await connect();
      for (let round = 0; round < 60; round++) {
        await client.query("BEGIN");
        for (let row = 0; row < 5; row++) await client.query(COPY_ROW(`w${writer}-${round}-${row}`));
        await client.query(round % 9 === 0 ? "ROLLBACK" : "COMMIT");
      }
      await client.end();
    });
    const sealer = (async () => {
      while (writing) await sealAudit(deps(), { maxRows: 40 });
    })();
    await Promise.all(writers);
    writing = false;
    await sealer;
    await sealAudit(deps());
    expect(await log.verify()).toMatchObject({ rows: 4 * 53 * 5, unsealedRows: 0, problems: [] });
  });
});

test("of several processes one seals, and nothing new means no seal", async () => {
  await log.write(30);
  await Promise.all(Array.from({ length: 5 }, () => sealAudit(deps(), { maxRows: 7 })));
  await sealAudit(deps());
  const verification = await log.verify();
  expect(verification).toMatchObject({ rows: 30, problems: [] });
  expect(await sealAudit(deps())).toEqual({ seals: 0, rows: 0 });
});

test("the anchor file learns of every seal", async () => {
  const anchorFile = join(await mkdtemp(join(tmpdir(), "countersign-anchor-")), "seals.txt");
  for (const rows of [3, 4]) {
    await log.write(rows);
    await sealAudit({ ...deps(), anchorFile });
  }
  const head = await findHead(log.database);
  expect(await readAnchor(anchorFile)).toEqual([
    { number: 1, hash: head?.previousHash },
    { number: 2, hash: head && hashOf(head) },
  ]);
  expect(await readFile(anchorFile, "utf8")).toMatch(/^1 [0-9a-f]{64} 20\d\d-\S+Z\n2 /);
});

test("a new key goes on with the chain, and both keys are needed to verify it", async () => {
  await log.write(2);
  await log.seal();
  await log.write(2);
  await sealAudit({ database: log.database, signingKey: newSigningKey() });
  expect((await log.verify()).problems).toMatchObject([
    { sealNumber: 2, message: expect.stringContaining("--public-key") },
  ]);
});

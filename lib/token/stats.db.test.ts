import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { expire } from "@/dev/world/expire";
import { startTokens } from "@/lib/boot/start/start-tokens";

const WAIT = { timeout: 30_000 };
const world = tokenWorld();

/** On the database's clock: `expire` goes by that. */
async function secondEngine() {
  const journalDirectory = mkdtempSync(join(tmpdir(), "countersign-stats-"));
  const settings = { ...world.settings, journalDirectory };
  return startTokens(settings, world.database, { nowMs: () => Date.now() });
}

async function grantOf(companyId: string): Promise<string> {
  const [grant] = await world.database.query<{ id: string }>(
    `SELECT "grantId" AS id FROM "Connection" WHERE "companyId" = $1`,
    [companyId],
  );
  return grant?.id ?? "";
}

/** As if another process had claimed the grant and its lease ended then. */
async function lease(grantId: string, untilFromNow: string): Promise<void> {
  await world.database.query(
    `UPDATE "Grant" SET "leaseId" = 'another', "leaseUntil" = now() + $2::interval WHERE id = $1`,
    [grantId, untilFromNow],
  );
}

test("an engine counts vends by outcome, cache hits, refreshes by outcome and waits for another's lease", async () => {
  const { companyId } = await world.connectQbo();
  const grantId = await grantOf(companyId);
  const engine = await secondEngine();
  const vend = () => engine.service.getValidToken(companyId, "qbo", "dev").catch((error) => error.code);
  const qbo = async () =>
    (await engine.stats()).providers.find(({ connectionType }) => connectionType === "qbo");
  try {
    const firstToken = await vend();
    await vend();
    await vend();
    await engine.service.getValidToken("nobody", "qbo", "dev").catch(() => {});
    expect(await engine.stats()).toMatchObject({
      vends: { success: 3, refused: 1, failure: 0 },
      cacheHits: 2,
      cachedTokens: 1,
      refreshesUnderWay: 0,
      journalEntries: 0,
      auditBuffer: { rows: 0, oldestMs: 0 },
    });
    expect(await qbo()).toMatchObject({ leaseWaits: 0, breaker: "closed" });

    await expire(world.database, [{ companyId }]);
    await expect.poll(async () => (await engine.stats()).cachedTokens, WAIT).toBe(0);
    await lease(grantId, "1 day");
    const waiting = vend();
    await expect.poll(async () => (await qbo())?.leaseWaits, WAIT).toBe(1);
    await lease(grantId, "-1 day");
    expect(await waiting).not.toBe(firstToken);
    expect((await qbo())?.refreshes.get("success")).toBe(1);

    const down = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ endpoint: "token", effect: down, times: 1 });
    await expire(world.database, [{ companyId }]);
    await expect.poll(async () => (await engine.stats()).cachedTokens, WAIT).toBe(0);
    expect(await vend()).toBe("provider_unavailable");
    expect((await qbo())?.refreshes.get("provider_unavailable")).toBe(1);
    expect((await engine.stats()).vends.failure).toBe(1);
  } finally {
    await engine.stop();
  }
});

test("rows that wait to be committed show in number and age", async () => {
  const journalDirectory = mkdtempSync(join(tmpdir(), "countersign-stats-"));
  const settings = { ...world.settings, journalDirectory, auditStrict: false };
  const engine = await startTokens(settings, world.database, { nowMs: () => Date.now() });
  const { companyId } = await world.connectXero();
  try {
    await engine.service.getValidToken(companyId, "xero", "dev");
    const { auditBuffer } = await engine.stats();
    expect(auditBuffer.rows).toBe(1);
    expect(auditBuffer.oldestMs).toBeGreaterThan(0);
  } finally {
    await engine.stop();
  }
  expect((await engine.stats()).auditBuffer).toEqual({ rows: 0, oldestMs: 0 });
});

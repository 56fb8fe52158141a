import { chmod, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "./keys/keyring";
import { openJournal } from "./refresh/journal";

const HOUR_MS = 3_600_000;
const world = tokenWorld();

/** An engine of its own, on the same database and clock, with buffered audit rows. */
function secondEngine(changes: Partial<typeof world.settings> = {}) {
  const settings = { ...world.settings, auditStrict: false, ...changes };
  return startTokens(settings, world.database, world.simulator.clock);
}

async function queriesDuring(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(world.database, "query");
  const transaction = vi.spyOn(world.database, "transaction");
  await work();
  const count = query.mock.calls.length + transaction.mock.calls.length;
  query.mockRestore();
  transaction.mockRestore();
  return count;
}

describe("a token engine", () => {
  test("makes one query for a cold vend and none for a warm one", async () => {
    const { companyId } = await world.connectQbo();
    const engine = await secondEngine();
    const vend = () => engine.service.getValidToken(companyId, "qbo", "dev");
    try {
      expect(await queriesDuring(vend)).toBe(1);
      expect(await queriesDuring(vend)).toBe(0);
    } finally {
      await engine.stop();
    }
  });

  test("stops serving a cached token as soon as another process disconnected it", async () => {
    const { companyId } = await world.connectQbo();
    const engine = await secondEngine();
    try {
      await engine.service.getValidToken(companyId, "qbo", "dev");
      const actor = { kind: "person", id: "admin" } as const;
      await actAs(actor, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
      await expect
        .poll(() => engine.service.getValidToken(companyId, "qbo", "dev").catch((error) => error.code))
        .toBe("no_connection");
    } finally {
      await engine.stop();
    }
  });

  test("serves the current token in the soft window and refreshes behind it", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const first = await world.service.getValidToken(companyId, "qbo", "dev");
    world.simulator.clock.advance(HOUR_MS - 5 * 60_000);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      grantType: "refresh_token",
      effect: { kind: "latency", delayMs: 100 },
    });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).toBe(first);
    await expect.poll(() => world.service.getValidToken(companyId, "qbo", "dev")).not.toBe(first);
    const counters = Object.values(world.simulator.control.counters().grants);
    expect(counters.find(({ owner }) => owner === realmId)?.refreshes).toBe(1);
  });

  test("serves a still valid token when its refresh fails in the last minute", async () => {
    const { companyId } = await world.connectQbo();
    const first = await world.service.getValidToken(companyId, "qbo", "dev");
    world.simulator.clock.advance(HOUR_MS - 30_000);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      effect: { kind: "status", status: 503 },
    });
    expect(await world.service.getValidToken(companyId, "qbo", "dev")).toBe(first);
  });

  test("brings a rotation from the journal into the database at start", async () => {
    const { companyId, xeroUserId } = await world.connectXero();
    const [grant] = await world.database.query<{ id: string; generation: number }>(
      `SELECT id, generation FROM "Grant" WHERE "subjectHash" = $1`,
      [world.tenantIds.hashesOf(xeroUserId)[0]],
    );
    if (!grant) throw new Error("no grant");
    const journalDirectory = await mkdtemp(join(tmpdir(), "journal-"));
    const journal = await openJournal(
      journalDirectory,
      createKeyring({ current: world.settings.encryptionKeys.current }),
    );
    const nowMs = world.simulator.clock.nowMs();
    await journal.append({
      grantId: grant.id,
      generation: grant.generation,
      tokenSet: {
        accessToken: "journalled access",
        refreshToken: "journalled refresh",
        scope: "",
        issuedAtMs: nowMs,
        accessExpiresAtMs: nowMs + HOUR_MS,
        refreshExpiresAtMs: nowMs + HOUR_MS,
        hardExpiresAtMs: null,
      },
      actor: { kind: "person", id: "dev" },
      startedMs: nowMs,
    });
    const engine = await secondEngine({ journalDirectory });
    try {
      expect(await engine.service.getValidToken(companyId, "xero", "dev")).toBe("journalled access");
      expect(await journal.entries()).toEqual([]);
    } finally {
      await engine.stop();
    }
  });

  test("sets aside a journalled rotation that the database has outlived", async () => {
    const { companyId, xeroUserId } = await world.connectXero();
    const [grant] = await world.database.query<{ id: string }>(
      `SELECT id FROM "Grant" WHERE "subjectHash" = $1`,
      [world.tenantIds.hashesOf(xeroUserId)[0]],
    );
    const journalDirectory = await mkdtemp(join(tmpdir(), "journal-"));
    const journal = await openJournal(
      journalDirectory,
      createKeyring({ current: world.settings.encryptionKeys.current }),
    );
    const tokenSet = {
      accessToken: "stale",
      refreshToken: "stale",
      scope: "",
      issuedAtMs: 0,
      accessExpiresAtMs: 1,
      refreshExpiresAtMs: 1,
      hardExpiresAtMs: null,
    };
    const actor = { kind: "person", id: "dev" } as const;
    await journal.append({ grantId: grant?.id ?? "", generation: 0, tokenSet, actor, startedMs: 0 });
    const engine = await secondEngine({ journalDirectory });
    try {
      expect(await engine.service.getValidToken(companyId, "xero", "dev")).not.toBe("stale");
      expect(await readdir(join(journalDirectory, "quarantine"))).toHaveLength(1);
    } finally {
      await engine.stop();
    }
  });

  test("runs on without a journal, and says so", async () => {
    const blocked = join(await mkdtemp(join(tmpdir(), "journal-")), "file");
    await writeFile(blocked, "");
    await chmod(blocked, 0o400);
    const engine = await secondEngine({ journalDirectory: blocked });
    expect(engine.journalled).toBe(false);
    await engine.stop();
  });

  test("refuses to start with a key that opens nothing stored, naming the variable", async () => {
    await world.connectQbo();
    const encryptionKeys = { current: `${"1f".repeat(31)}00`, previous: [] };
    await expect(secondEngine({ encryptionKeys })).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("ENCRYPTION_KEY"),
    });
  });
});

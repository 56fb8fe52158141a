import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import type { Database, Sql } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { findGrant, replaceTokenSet, tokenSetOf } from "../grants/grants";
import { keyUsage } from "./key-usage";
import { createKeyring } from "./keyring";
import { rotateKeys } from "./rotate-keys";

const world = tokenWorld();
const newKey = () => randomBytes(32).toString("hex");
const actor = { kind: "system", id: "test" } as const;

/** The key that the rows of this file are under now. */
let current = "";
const rotateTo = (next: string, database: Database = world.database, options = {}) => {
  const keyring = createKeyring({ current: next, previous: [current] });
  return actAs(actor, () => rotateKeys({ database, keyring, clock: world.simulator.clock }, { ...options }));
};

async function grants() {
  const rows = await world.database.query<{ id: string }>(`SELECT id FROM "Grant" ORDER BY id`);
  const found = await Promise.all(rows.map(({ id }) => findGrant(world.database, id)));
  return found.filter((grant) => grant !== undefined);
}

beforeEach(async () => {
  current ||= world.settings.encryptionKeys.current;
  if ((await grants()).length > 0) return;
  for (let connections = 0; connections < 6; connections++) await world.connectXero();
});

describe("rotateKeys", () => {
  test("seals every grant and resting consent anew, opens them with the new key alone, and says so once in the audit log", async () => {
    const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Two organisations" });
    const tenantIds = ["A", "B"].map(
      (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
    );
    const deps = { database: world.database, clock: world.simulator.clock };
    const companyId = await actAs(ADMIN, () => addCompany(deps, { name: "Choosing" }));
    const asked = await world.consent("xero", companyId, { xeroUserId, tenantIds });
    if (asked.outcome !== "choose") throw new Error(`expected a choice, got ${asked.outcome}`);
    const before = createKeyring({ current });
    const stored = await grants();
    const tokens = new Map(stored.map((grant) => [grant.id, tokenSetOf(before, grant)]));
    const next = newKey();
    const progress: { done: number; total: number }[] = [];
    const onProgress = (step: { done: number; total: number }) => progress.push(step);

    const rotation = await rotateTo(next, world.database, { batchRows: 2, onProgress });
    current = next;

    expect(rotation).toEqual({ reencrypted: stored.length + 1, unreadable: [], left: 0 });
    expect(progress.at(-1)).toEqual({ done: stored.length + 1, total: stored.length + 1 });
    const after = createKeyring({ current });
    for (const grant of await grants()) expect(tokenSetOf(after, grant)).toEqual(tokens.get(grant.id));
    const engine = await startTokens(withKeys(current), world.database, world.simulator.clock);
    const settled = await engine.service.settleConsent(asked.pendingConsentId, ADMIN, tenantIds[0]);
    await engine.stop();
    expect(settled).toMatchObject({ outcome: "connected" });
    const rows = await world.database.query(
      `SELECT outcome, "userId", "apiEndpoint", "errorMessage" FROM "AuditLog" WHERE operation = 'keys.rotate' ORDER BY id`,
    );
    const total = stored.length + 1;
    const row = { outcome: "success", userId: "test", apiEndpoint: "/keys/rotate" };
    expect(rows).toEqual([
      { ...row, errorMessage: `0 of ${total} rows re-encrypted. Begun.` },
      { ...row, errorMessage: `${total} of ${total} rows re-encrypted.` },
    ]);
  });

  test("stopped after a batch leaves whole rows of either key, and goes on with what is left", async () => {
    const next = newKey();
    const stopping = new AbortController();
    const onProgress = () => stopping.abort();
    const first = await rotateTo(next, world.database, {
      batchRows: 2,
      onProgress,
      signal: stopping.signal,
    });
    expect(first).toMatchObject({ reencrypted: 2, unreadable: [] });
    expect(first.left).toBeGreaterThan(0);
    const both = createKeyring({ current: next, previous: [current] });
    for (const grant of await grants()) expect(tokenSetOf(both, grant).refreshToken).toBeTruthy();
    expect(await rotateTo(next)).toMatchObject({ reencrypted: first.left, left: 0 });
    current = next;
  });

  test.each([
    ["has the new key", false],
    ["still seals with the old key", true],
  ])("lets a refresh between its read and its write win when the refresher %s", async (_, lagging) => {
    const next = newKey();
    const [grant] = await grants();
    if (!grant) throw new Error("no grant");
    const refresher = createKeyring(lagging ? { current } : { current: next, previous: [current] });
    const tokenSet = { ...tokenSetOf(refresher, grant), refreshToken: `refreshed ${lagging}` };
    let raced = false;
    const database: Database = {
      ...world.database,
      query: async (text, values) => {
        const rows = await world.database.query(text, values);
        if (!raced && text.includes('FROM "Grant" WHERE "keyId" <> $1')) {
          raced = true;
          await replaceTokenSet(world.database, { grant, tokenSet, keyring: refresher, atMs: 0 });
        }
        return rows as never;
      },
    };
    const stored = (await grants()).length;
    const rotation = await rotateTo(next, database);
    expect(raced).toBe(true);
    expect(rotation).toMatchObject({ reencrypted: lagging ? stored : stored - 1, left: 0 });
    current = next;
    const refreshed = await findGrant(world.database, grant.id);
    expect(refreshed && tokenSetOf(createKeyring({ current }), refreshed)).toMatchObject({
      refreshToken: `refreshed ${lagging}`,
    });
    expect(refreshed?.generation).toBe(grant.generation + 1);
  });

  test("does not wait for a locked row while it holds others, and takes it when it is free", async () => {
    const next = newKey();
    const stored = await grants();
    const [locked] = stored;
    let progressed: () => void = () => {};
    const firstBatch = new Promise<void>((resolve) => {
      progressed = resolve;
    });
    let rotation: Promise<unknown> | undefined;
    await world.database.transaction(async (tx: Sql) => {
      await tx.query(`SELECT 1 FROM "Grant" WHERE id = $1 FOR UPDATE`, [locked?.id]);
      rotation = rotateTo(next, world.database, { onProgress: () => progressed() });
      await firstBatch;
      const [done] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "Grant" WHERE "keyId" = $1`,
        [createKeyring({ current: next }).currentKeyId],
      );
      expect(done?.count).toBe(stored.length - 1);
    });
    expect(await rotation).toMatchObject({ left: 0, unreadable: [] });
    current = next;
  });

  test("names a row that no key opens, leaves it as it is, and rotates the others", async () => {
    const [victim] = await grants();
    if (!victim) throw new Error("no grant");
    const foreign = createKeyring({ current: newKey() });
    const place = { table: "Grant", rowId: victim.id, field: "sealedTokenSet", provider: "xero" };
    const encrypted = foreign.encrypt(`["a","r"]`, { ...place, subject: victim.subject });
    const put = (bytes: Uint8Array, keyId: string) =>
      world.database.query(`UPDATE "Grant" SET "sealedTokenSet" = $2, "keyId" = $3 WHERE id = $1`, [
        victim.id,
        bytes,
        keyId,
      ]);
    const original = victim.sealedTokenSet;
    const originalKeyId = createKeyring({ current }).currentKeyId;
    await put(encrypted, foreign.currentKeyId);
    const next = newKey();
    const rotation = await rotateTo(next);
    expect(rotation).toMatchObject({ left: 1, unreadable: [{ table: "Grant", rowId: victim.id }] });
    expect((await findGrant(world.database, victim.id))?.sealedTokenSet).toEqual(encrypted);
    const [row] = await world.database.query(
      `SELECT outcome, "errorMessage" FROM "AuditLog" WHERE operation = 'keys.rotate' ORDER BY timestamp DESC, id DESC`,
    );
    expect(row).toMatchObject({ outcome: "failure", errorMessage: expect.stringContaining(victim.id) });
    await put(original, originalKeyId);
    expect(await rotateTo(next)).toMatchObject({ reencrypted: 1, left: 0 });
    current = next;
  });
});

const withKeys = (key: string, ...previous: string[]) => ({
  ...world.settings,
  encryptionKeys: { current: key, previous },
});

test("the service does not start with a key that opens nothing stored, and names the variable", async () => {
  const start = (key: string) => startTokens(withKeys(key), world.database, world.simulator.clock);
  const stored = (await grants()).length;
  await expect(start(newKey())).rejects.toMatchObject({
    code: "misconfigured",
    field: "ENCRYPTION_KEY",
    message: expect.stringMatching(
      new RegExp(`ENCRYPTION_KEY does not open ${stored} .*ENCRYPTION_KEY_PREVIOUS`),
    ),
  });
  await (await start(current)).stop();
  await (await startTokens(withKeys(newKey(), current), world.database, world.simulator.clock)).stop();
});

test("keyUsage counts rows and journal files by key, and tells keys nobody configured", async () => {
  const unknown = createKeyring({ current: newKey() });
  const context = { table: "Journal", rowId: "n", field: "rotation", provider: "", subject: "g.1" };
  const { journalDirectory } = world.settings;
  mkdirSync(join(journalDirectory, "quarantine"), { recursive: true });
  writeFileSync(join(journalDirectory, "quarantine", "g.1.ab.rotation"), unknown.encrypt("{}", context));
  const keyring = createKeyring({ current: newKey(), previous: [current] });
  const used = await keyUsage(
    { database: world.database, keyring, clock: world.simulator.clock },
    journalDirectory,
  );
  const stored = (await grants()).length;
  expect(used).toEqual([
    { keyId: keyring.currentKeyId, role: "current", places: [] },
    { keyId: keyring.keyIds[1], role: "previous", places: [{ place: "Grant", count: stored }] },
    { keyId: unknown.currentKeyId, role: "unknown", places: [{ place: "journal/quarantine", count: 1 }] },
  ]);
});

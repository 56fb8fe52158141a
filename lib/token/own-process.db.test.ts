import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { checkConnection } from "@/lib/health/observe/check";
import { actAs } from "@/lib/request-context";
import type { TokenEngine } from "./engine";
import { createKeyring } from "./keys/keyring";
import { rotateKeys } from "./keys/rotate-keys";

const HOUR_MS = 3_600_000;
const world = tokenWorld();
const started: TokenEngine[] = [];
afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
});

async function process(changes: Partial<typeof world.settings>): Promise<TokenEngine> {
  const journalDirectory = await mkdtemp(join(tmpdir(), "journal-"));
  const settings = { ...world.settings, journalDirectory, ...changes };
  const engine = await startTokens(settings, world.database, world.simulator.clock);
  started.push(engine);
  return engine;
}

/** What processes share of a company's connection. */
async function sharedRows(companyId: string) {
  const [row] = await world.database.query(
    `SELECT g."leaseId", g."attemptStartedAt", g."failureCount", g."retryAfter", g."lastErrorCode", g.generation,
       h.status, h.cause, h."lastChecked"
     FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" WHERE c."companyId" = $1`,
    [companyId],
  );
  return row;
}

/** Seals everything anew, as an operator does. @returns The keys that open it. */
async function rotatedKeys() {
  const { database, simulator, settings } = world;
  const keys = { current: randomBytes(32).toString("hex"), previous: [settings.encryptionKeys.current] };
  await actAs(ADMIN, () =>
    rotateKeys({ database, clock: simulator.clock, keyring: createKeyring(keys) }, {}),
  );
  return keys;
}

test("a process that lacks a key leaves no trace on what others serve with it", async () => {
  const { companyId } = await world.connectQbo();
  const { database, simulator } = world;
  const stale = await process({});
  const encryptionKeys = await rotatedKeys();
  simulator.clock.advance(2 * HOUR_MS);
  const before = await sharedRows(companyId);

  const lacksKey = { code: "misconfigured", owner: "us", field: "ENCRYPTION_KEY" };
  await expect(stale.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(lacksKey);
  const request = { companyId, connectionType: "qbo" } as const;
  const check = actAs(ADMIN, () =>
    checkConnection({ database, clock: simulator.clock, tokenService: stale.service }, request),
  );
  await expect(check).rejects.toMatchObject(lacksKey);
  const [grant] = await database.query<{ grantId: string; generation: number }>(
    `SELECT g.id AS "grantId", g.generation FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id
     WHERE c."companyId" = $1`,
    [companyId],
  );
  if (!grant) throw new Error("no grant");
  await database.query(`UPDATE "Grant" SET "lastVendedAt" = $2 WHERE id = $1`, [
    grant.grantId,
    new Date(simulator.clock.nowMs()),
  ]);
  await stale.keepFresh([grant]);
  expect(await sharedRows(companyId)).toEqual(before);
  const { providers } = await stale.stats();
  expect(
    providers.find(({ connectionType }) => connectionType === "qbo")?.refreshes.get("misconfigured"),
  ).toBe(1);

  const able = await process({ encryptionKeys });
  await expect(able.service.getValidToken(companyId, "qbo", "dev")).resolves.toBeTypeOf("string");
  await actAs(ADMIN, () => able.service.disconnect(request));
});

test("a process that lacks a key leaves a due disconnect to others", async () => {
  const { database, simulator } = world;
  const { companyId } = await world.connectXero();
  simulator.control.addFault({ provider: "xero", endpoint: "revoke", effect: { kind: "reset" } });
  await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" }));
  const stale = await process({});
  const encryptionKeys = await rotatedKeys();
  simulator.clock.advance(HOUR_MS);
  const untold = () =>
    database.query(`SELECT attempts, "lastError" FROM "Revocation" WHERE "companyId" = $1`, [companyId]);
  const before = await untold();
  expect(before).toMatchObject([{ attempts: 1 }]);
  expect(await stale.sendRevocations()).toBe(0);
  expect(await untold()).toEqual(before);
  simulator.clock.advance(HOUR_MS);
  const able = await process({ encryptionKeys });
  expect(await able.sendRevocations()).toBe(1);
});

test("a process with a wrong client secret makes no other process wait", async () => {
  const { companyId } = await world.connectQbo();
  const { providers } = world.settings;
  const qbo = { ...providers.qbo, clientSecret: "not the secret" };
  const wrong = await process({ providers: { ...providers, qbo } });
  world.simulator.clock.advance(2 * HOUR_MS);
  await expect(wrong.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject({
    code: "client_rejected",
  });
  expect(await sharedRows(companyId)).toMatchObject({
    leaseId: null,
    failureCount: 0,
    retryAfter: null,
    lastErrorCode: "client_rejected",
    cause: "client_rejected",
  });
  await expect(world.service.getValidToken(companyId, "qbo", "dev")).resolves.toBeTypeOf("string");
});

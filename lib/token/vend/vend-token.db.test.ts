import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { expire } from "@/dev/world/expire";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { actAs } from "@/lib/request-context";
import type { AskedToken, HandedToken, TokenService, VendedToken } from "@/lib/token";
import { attainableLifeMs } from "./soft-window";

const world = tokenWorld();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const VIA = ["POST", "/v1/companies/{company}/{provider}/token"] as const;
const KEY = { kind: "apiKey", id: "k12345678901", onBehalfOf: "billing" } as const;
/** Answers before its rows are committed, as a service does by default. */
let service: TokenService;
let stopService: () => Promise<void>;

const engine = async (...rest: [Parameters<typeof startTokens>[3]?]) => {
  const settings = { ...world.settings, auditStrict: false };
  return startTokens(settings, world.database, world.simulator.clock, ...rest);
};

beforeAll(async () => {
  ({ service, stop: stopService } = await engine());
});
// Before the world ends, whose database it writes to.
afterAll(() => stopService());

beforeEach(() => {
  world.simulator.control.clearFaults();
});

type Asked = Partial<AskedToken> & { companyId: string };

function vend(asked: Asked, by: TokenService = service): VendedToken | Promise<VendedToken> {
  return actAs(KEY, () => by.vendToken({ connectionType: "qbo", via: VIA, ...asked }));
}

async function handed(asked: Asked, by?: TokenService): Promise<HandedToken> {
  const answer = await vend(asked, by);
  if (answer.confirmed) throw new Error("A token was asked for and only confirmed");
  return answer;
}

function refreshesOf(realmId: string): number {
  const counters = Object.values(world.simulator.control.counters().grants);
  return counters.find(({ owner }) => owner === realmId)?.refreshes ?? 0;
}

async function vendRowsOf(companyId: string) {
  return vi.waitFor(async () => {
    const rows = await world.database.query<Record<string, unknown>>(
      `SELECT outcome, "requestMethod", "apiEndpoint", "responseStatus", generation, "userId", "apiKeyId"
       FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'token.vend' AND "apiKeyId" = $2
       ORDER BY "timestamp", id`,
      [companyId, KEY.id],
    );
    expect(rows).not.toEqual([]);
    return rows;
  });
}

/** Makes what is stored unreadable, so that only those who never open it succeed. */
const spoil = (companyId: string) =>
  world.database.query(
    `UPDATE "Grant" SET "sealedTokenSet" = '\\x00'
     WHERE id IN (SELECT "grantId" FROM "Connection" WHERE "companyId" = $1)`,
    [companyId],
  );

describe("a vended token", () => {
  test("says what its user must know, and is there without a promise once it is cached", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const startMs = world.simulator.clock.nowMs();
    const cold = vend({ companyId });
    expect(cold).toBeInstanceOf(Promise);
    const token = await cold;
    expect(token).toEqual({
      confirmed: false,
      accessToken: await world.service.getValidToken(companyId, "qbo", "dev"),
      generation: 1,
      expiresAtMs: expect.any(Number),
      refreshAfterMs: expect.any(Number),
      scope: "com.intuit.quickbooks.accounting",
      environment: "sandbox",
      tenantId: realmId,
      apiBaseUrl: `${world.simulator.url}/intuit`,
    });
    const { expiresAtMs, refreshAfterMs } = token as HandedToken;
    expect(Math.abs(expiresAtMs - startMs - HOUR_MS)).toBeLessThan(10_000);
    expect(expiresAtMs - refreshAfterMs).toBe(10 * MINUTE_MS);
    expect(vend({ companyId })).toEqual(token);
    const row = {
      outcome: "success",
      requestMethod: "POST",
      apiEndpoint: VIA[1],
      responseStatus: 200,
      generation: 1,
      userId: "billing",
      apiKeyId: KEY.id,
    };
    await vi.waitFor(async () => expect(await vendRowsOf(companyId)).toEqual([row, row]));
  });

  test("waits for the commit of its row where the audit log is strict", async () => {
    const { companyId } = await world.connectQbo();
    await vend({ companyId }, world.service);
    const warm = vend({ companyId }, world.service);
    expect(warm).toBeInstanceOf(Promise);
    await warm;
    const rows = await world.database.query(
      `SELECT 1 FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'token.vend'`,
      [companyId],
    );
    expect(rows).toHaveLength(2);
  });

  test("of another environment than the connection's is as if there were no connection, warm or cold", async () => {
    const { companyId } = await world.connectQbo();
    const messages = new Set<string>();
    const askElsewhere = async (company: string) => {
      const failure = await Promise.resolve(vend({ companyId: company, environment: "production" })).catch(
        (error) => error,
      );
      expect(failure).toMatchObject({ code: "no_connection", httpStatus: 409 });
      messages.add(failure.message.replace(company, "…"));
    };
    await askElsewhere(companyId);
    await vend({ companyId, environment: "sandbox" });
    await askElsewhere(companyId);
    await askElsewhere("nobody");
    await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    await askElsewhere(companyId);
    expect([...messages]).toEqual(['Company "…" is not connected to QuickBooks Online.']);
  });
});

describe("a caller's own token", () => {
  test("is confirmed at once while it is current, and its row says so", async () => {
    const { companyId } = await world.connectQbo();
    const { generation, expiresAtMs } = await handed({ companyId });
    expect(vend({ companyId, ifGeneration: generation })).toEqual({
      confirmed: true,
      generation,
      expiresAtMs,
    });
    await vi.waitFor(async () =>
      expect(await vendRowsOf(companyId)).toMatchObject([
        { responseStatus: 200, outcome: "success" },
        { responseStatus: 304, outcome: "success", generation },
      ]),
    );
  });

  test("is confirmed by a process that never opens what is stored", async () => {
    const { companyId } = await world.connectQbo();
    const { generation, expiresAtMs } = await handed({ companyId });
    await spoil(companyId);
    const { service: cold, stop } = await engine();
    onTestFinished(stop);
    const answer = await vend({ companyId, ifGeneration: generation }, cold);
    expect(answer).toEqual({ confirmed: true, generation, expiresAtMs });
    await expect(vend({ companyId }, cold)).rejects.toMatchObject({ code: "unreadable_token_set" });
  });

  test("is not confirmed but replaced when it lives shorter than is asked", async () => {
    const { companyId } = await world.connectQbo();
    const { generation } = await handed({ companyId });
    world.simulator.clock.advance(20 * MINUTE_MS);
    const long = await vend({ companyId, ifGeneration: generation, minTtlMs: 45 * MINUTE_MS });
    expect(long).toMatchObject({ confirmed: false, generation: generation + 1 });
  });

  test("of another generation than the current one is replaced, by one that no refresh was needed for", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const { generation } = await handed({ companyId });
    for (const other of [generation - 1, generation + 1]) {
      expect(await vend({ companyId, ifGeneration: other })).toMatchObject({ confirmed: false, generation });
    }
    expect(refreshesOf(realmId)).toBe(0);
  });

  test("inside its soft window is confirmed, and refreshed behind the caller", async () => {
    const { companyId } = await world.connectQbo();
    const { generation } = await handed({ companyId });
    world.simulator.clock.advance(52 * MINUTE_MS);
    expect(await vend({ companyId, ifGeneration: generation })).toMatchObject({
      confirmed: true,
      generation,
    });
    await vi.waitFor(async () =>
      expect(await vend({ companyId, ifGeneration: generation })).toMatchObject({
        confirmed: false,
        generation: generation + 1,
      }),
    );
  });
});

describe("the life that is asked for", () => {
  test("is had by a refresh where the token at hand has less of it", async () => {
    const { companyId, realmId } = await world.connectQbo();
    await handed({ companyId });
    world.simulator.clock.advance(20 * MINUTE_MS);
    expect((await handed({ companyId, minTtlMs: 39 * MINUTE_MS })).generation).toBe(1);
    const { generation, expiresAtMs } = await handed({ companyId, minTtlMs: 45 * MINUTE_MS });
    expect(generation).toBe(2);
    expect(expiresAtMs - world.simulator.clock.nowMs()).toBeGreaterThan(59 * MINUTE_MS);
    expect(refreshesOf(realmId)).toBe(1);
  });

  test("is never chased where the provider gives less: the freshest is given", async () => {
    const { companyId, realmId } = await world.connectQbo();
    for (let minute = 0; minute < 60; minute++) {
      const { expiresAtMs } = await handed({ companyId, minTtlMs: HOUR_MS });
      expect(expiresAtMs - world.simulator.clock.nowMs()).toBeGreaterThan(49 * MINUTE_MS);
      world.simulator.clock.advance(MINUTE_MS);
    }
    expect(refreshesOf(realmId)).toBeLessThanOrEqual(6);
  });

  test("is forgone while the provider is down", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(20 * MINUTE_MS);
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "qbo", endpoint: "token", effect, forMs: HOUR_MS });
    expect((await handed({ companyId, minTtlMs: 45 * MINUTE_MS })).generation).toBe(1);
  });

  test.each([-1, HOUR_MS + 1, Number.NaN])("is refused when it is %d ms", async (minTtlMs) => {
    const { companyId } = await world.connectQbo();
    await handed({ companyId });
    expect(() => vend({ companyId, minTtlMs })).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "min_ttl_seconds" }),
    );
  });

  test("leaves a token alone for as long as its soft window is, whatever the provider's lifetimes", () => {
    for (const minutes of [1, 5, 30, 60, 600]) {
      const lifeMs = minutes * MINUTE_MS;
      const lifetime = { issuedAtMs: 0, accessExpiresAtMs: lifeMs };
      for (const askedMs of [0, lifeMs / 2, lifeMs, HOUR_MS]) {
        expect(attainableLifeMs(askedMs, lifetime)).toBeLessThanOrEqual(Math.max(0, lifeMs - MINUTE_MS));
      }
    }
  });
});

test("a token that ended while its refresh was under way, because the machine slept, is not handed out", async () => {
  const { companyId, realmId } = await world.connectQbo();
  world.simulator.clock.advance(2 * HOUR_MS);
  const effect = { kind: "delayResponse", delayMs: 300 } as const;
  world.simulator.control.addFault({ provider: "qbo", endpoint: "token", effect });
  const asked = handed({ companyId });
  await vi.waitFor(() => expect(refreshesOf(realmId)).toBe(1));
  world.simulator.clock.advance(2 * HOUR_MS);
  const { generation, expiresAtMs } = await asked;
  expect(generation).toBe(3);
  expect(expiresAtMs).toBeGreaterThan(world.simulator.clock.nowMs());
});

describe("a caller's patience", () => {
  test("of nothing ends at once, and the refresh lands all the same", async () => {
    const { companyId } = await world.connectQbo();
    await expire(world.database, [{ companyId }], 10 * HOUR_MS);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      effect: { kind: "delayResponse", delayMs: 200 },
    });
    await expect(vend({ companyId, patienceMs: 0 })).rejects.toMatchObject({
      code: "refresh_pending",
      httpStatus: 503,
      retryAfterMs: expect.any(Number),
    });
    expect((await handed({ companyId })).generation).toBe(2);
  });

  test("longer than the engine's own outlasts another process's refresh", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(2 * HOUR_MS);
    world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "token",
      effect: { kind: "delayResponse", delayMs: 1_500 },
    });
    const { service: hasty, stop } = await engine({ timings: { leaseSeconds: 90, patienceMs: 100 } });
    onTestFinished(stop);
    const first = handed({ companyId });
    await vi.waitFor(async () => {
      const leases = await world.database.query(
        `SELECT 1 FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id
         WHERE c."companyId" = $1 AND g."leaseId" IS NOT NULL`,
        [companyId],
      );
      expect(leases).toHaveLength(1);
    });
    await expect(vend({ companyId }, hasty)).rejects.toMatchObject({ code: "refresh_pending" });
    expect(await handed({ companyId, patienceMs: 30_000 }, hasty)).toEqual(await first);
  });
});

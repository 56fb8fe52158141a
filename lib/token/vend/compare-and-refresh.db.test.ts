import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { actAs } from "@/lib/request-context";
import type { AskedToken, HandedToken, TokenService } from "@/lib/token";
import { findServedConnection, tokenSetOf } from "../grants/grants";
import { createKeyring } from "../keys/keyring";
import { openJournal } from "../refresh/journal";

const world = tokenWorld();
const MINUTE_MS = 60_000;
const VIA = ["POST", "/v1/companies/{company}/{provider}/token"] as const;
const KEY = { kind: "apiKey", id: "k12345678901", onBehalfOf: "billing" } as const;

beforeEach(() => {
  world.simulator.control.clearFaults();
});

type Asked = Omit<AskedToken, "connectionType" | "via">;

/** What the HTTP API's door does: a key asks. */
const ask = async (request: Asked, service: TokenService = world.service) =>
  actAs(KEY, () => service.vendToken({ connectionType: "qbo", via: VIA, ...request }));

async function handed(request: Asked, service?: TokenService): Promise<HandedToken> {
  const answer = await ask(request, service);
  if (answer.confirmed) throw new Error("A token was asked for and only confirmed");
  return answer;
}

/** A connection whose token is old enough to be believed refused, and the token. */
async function connected() {
  const { companyId, realmId } = await world.connectQbo();
  world.simulator.clock.advance(MINUTE_MS);
  return { companyId, realmId, token: await handed({ companyId }) };
}

function refreshesOf(realmId: string): number {
  const counters = Object.values(world.simulator.control.counters().grants);
  return counters.find(({ owner }) => owner === realmId)?.refreshes ?? 0;
}

async function rowsOf(companyId: string, operation: string) {
  return world.database.query<Record<string, unknown>>(
    `SELECT outcome, "requestMethod", "apiEndpoint", "responseStatus", "errorMessage", generation, "userId",
       "actorKind", "apiKeyId"
     FROM "AuditLog" WHERE "companyId" = $1 AND operation = $2 ORDER BY "timestamp", id`,
    [companyId, operation],
  );
}

async function secondEngine(): Promise<TokenService> {
  const { service, stop } = await startTokens(world.settings, world.database, world.simulator.clock);
  onTestFinished(stop);
  return service;
}

describe("a refused token", () => {
  test("is replaced by one refresh, and whoever reports it later gets the newer one without another", async () => {
    const { companyId, realmId, token } = await connected();
    const newer = await handed({ companyId, rejectedGeneration: token.generation });
    expect(newer).toMatchObject({ generation: token.generation + 1, confirmed: false });
    expect(newer.accessToken).not.toBe(token.accessToken);
    const late = await handed({ companyId, rejectedGeneration: token.generation });
    expect(late.accessToken).toBe(newer.accessToken);
    expect(refreshesOf(realmId)).toBe(1);
    const [row] = await rowsOf(companyId, "token.reject");
    expect(row).toEqual({
      outcome: "success",
      requestMethod: "POST",
      apiEndpoint: VIA[1],
      responseStatus: 200,
      errorMessage: null,
      generation: newer.generation,
      userId: "billing",
      actorKind: "apiKey",
      apiKeyId: KEY.id,
    });
  });

  test("is refreshed once for a thousand callers of two engines", async () => {
    const { companyId, realmId, token } = await connected();
    const other = await secondEngine();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, nth) =>
        handed({ companyId, rejectedGeneration: token.generation }, nth % 2 ? other : world.service),
      ),
    );
    expect(new Set(answers.map(({ generation }) => generation))).toEqual(new Set([token.generation + 1]));
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(refreshesOf(realmId)).toBe(1);
  });

  test("that a forced refresh brought is refused in words that say who acts, whoever reports it", async () => {
    const { companyId, realmId, token } = await connected();
    const { generation } = await handed({ companyId, rejectedGeneration: token.generation });
    world.simulator.clock.advance(MINUTE_MS);
    const other = await secondEngine();
    for (const service of [world.service, other]) {
      await expect(ask({ companyId, rejectedGeneration: generation }, service)).rejects.toMatchObject({
        code: "token_rejected_again",
        httpStatus: 409,
        owner: "customer",
        nextStep: expect.stringContaining("Check the connection"),
      });
    }
    expect(refreshesOf(realmId)).toBe(1);
    expect(await rowsOf(companyId, "token.reject")).toMatchObject([
      { outcome: "success" },
      { outcome: "refused", responseStatus: 409, generation },
      { outcome: "refused", responseStatus: 409, generation },
    ]);
  });

  test("of an organisation that always answers 401 costs one forced refresh a generation, day in, day out", async () => {
    const { companyId, realmId } = await connected();
    const codes = new Set<string>();
    let refreshes = 0;
    for (let hour = 0; hour < 24; hour++) {
      for (let quarter = 0; quarter < 4; quarter++) {
        const { generation } = await handed({ companyId });
        const end = await ask({ companyId, rejectedGeneration: generation }).catch(({ code }) => code);
        codes.add(typeof end === "string" ? end : "replaced");
        world.simulator.clock.advance(15 * MINUTE_MS);
      }
      refreshes = refreshesOf(realmId);
    }
    expect(codes).toEqual(new Set(["replaced", "token_rejected_again", "rejected_too_soon"]));
    const forced = await world.database.query(
      `SELECT generation FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'token.reject' AND outcome = 'success'`,
      [companyId],
    );
    expect(new Set(forced.map(({ generation }) => generation)).size).toBe(forced.length);
    expect(forced.length).toBeLessThanOrEqual(refreshes / 2 + 1);
  });

  test("is left alone within ten seconds of its birth, and the caller told when to come back", async () => {
    const { companyId, realmId } = await world.connectQbo();
    world.simulator.clock.advance(4_000);
    const { generation } = await handed({ companyId });
    const tooSoon = ask({ companyId, rejectedGeneration: generation });
    await expect(tooSoon).rejects.toMatchObject({
      code: "rejected_too_soon",
      httpStatus: 409,
      retryable: true,
    });
    const { retryAfterMs } = await tooSoon.catch((error) => error);
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(6_000);
    expect(refreshesOf(realmId)).toBe(0);
    world.simulator.clock.advance(retryAfterMs);
    expect((await handed({ companyId, rejectedGeneration: generation })).generation).toBe(generation + 1);
  });

  test.each([0, -1, 1.5, Number.NaN])("can't be generation %d", async (rejectedGeneration) => {
    const { companyId } = await world.connectQbo();
    const invalid = { code: "invalid_input", field: "rejected_generation" };
    await expect(ask({ companyId, rejectedGeneration })).rejects.toMatchObject(invalid);
  });

  test("can't be one that was never handed out", async () => {
    const { companyId, realmId, token } = await connected();
    await expect(ask({ companyId, rejectedGeneration: token.generation + 1 })).rejects.toMatchObject({
      code: "invalid_input",
      field: "rejected_generation",
    });
    expect(refreshesOf(realmId)).toBe(0);
  });

  test("is not given back while the provider is down, though it has time left", async () => {
    const { companyId, realmId, token } = await connected();
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "qbo", endpoint: "token", effect, forMs: 5 * MINUTE_MS });
    const report = () => ask({ companyId, rejectedGeneration: token.generation });
    await expect(report()).rejects.toMatchObject({ code: "provider_unavailable" });
    const backingOff = await report().catch((error) => error);
    expect(backingOff).toMatchObject({ code: "provider_unavailable", retryAfterMs: expect.any(Number) });
    expect((await handed({ companyId })).generation).toBe(token.generation);
    world.simulator.clock.advance(10 * MINUTE_MS);
    expect((await handed({ companyId, rejectedGeneration: token.generation })).generation).toBe(2);
    expect(refreshesOf(realmId)).toBe(1);
  });

  test("tells that the customer must reconnect when the refresh finds the grant ended", async () => {
    const { companyId, realmId, token } = await connected();
    world.simulator.control.revokeGrant({ provider: "qbo", realmId });
    for (let nth = 0; nth < 2; nth++) {
      await expect(ask({ companyId, rejectedGeneration: token.generation })).rejects.toMatchObject({
        code: "reconnect_required",
      });
    }
  });

  test("near its end is refreshed as any other, and what comes of it may be refused once more", async () => {
    const { companyId, token } = await connected();
    world.simulator.clock.advance(59 * MINUTE_MS);
    const second = await handed({ companyId, rejectedGeneration: token.generation });
    world.simulator.clock.advance(MINUTE_MS);
    const third = await handed({ companyId, rejectedGeneration: second.generation });
    expect([second.generation, third.generation]).toEqual([2, 3]);
  });

  test("is reported in process by its generation, for a caller that names itself", async () => {
    const { companyId, token } = await connected();
    const newer = await world.service.reportRejected(companyId, "qbo", token.generation, "importer");
    expect(newer).toMatchObject({ generation: 2, tenantId: token.tenantId });
    expect(await world.service.getValidToken(companyId, "qbo", "importer")).toBe(newer.accessToken);
    expect(await rowsOf(companyId, "token.reject")).toMatchObject([
      { apiEndpoint: "tokenService.reportRejected", userId: "importer", actorKind: "service" },
    ]);
    const bare = world.service.reportRejected(companyId, "qbo", undefined as unknown as number, "importer");
    await expect(bare).rejects.toMatchObject({ code: "invalid_input", field: "rejected_generation" });
  });
});

test("the generation goes on rising along a connection that another grant takes over", async () => {
  const { control, clock } = world.simulator;
  const [former, next] = [control.addXeroUser({ name: "Ann" }), control.addXeroUser({ name: "Bob" })];
  const userIds = [former.xeroUserId, next.xeroUserId];
  const { tenantId } = control.addXeroOrganisation({ name: "Handed Over Ltd", userIds });
  const companyId = await world.newCompany("Handed Over");
  const consent = (user: typeof former, purpose: "connect" | "reconnect") =>
    world.consent("xero", companyId, { xeroUserId: user.xeroUserId, tenantIds: [tenantId] }, purpose);
  const vendXero = () =>
    actAs(KEY, async () => world.service.vendToken({ companyId, connectionType: "xero", via: VIA }));
  await consent(former, "connect");
  for (let rotation = 0; rotation < 3; rotation++) {
    clock.advance(60 * MINUTE_MS);
    await vendXero();
  }
  const before = await vendXero();
  await consent(next, "reconnect");
  const after = await vendXero();
  expect(before.generation).toBe(4);
  expect(after.generation).toBe(5);
});

test("what a forced refresh left in the journal is known as such after its replay", async () => {
  const { companyId } = await world.connectQbo();
  const found = await findServedConnection(world.database, companyId, "qbo");
  if (!found) throw new Error("A connected company has no connection");
  const keyring = createKeyring(world.settings.encryptionKeys);
  const tokenSet = tokenSetOf(keyring, found.grant);
  const journal = await openJournal(world.settings.journalDirectory, keyring);
  const { id: grantId, generation } = found.grant;
  const startedMs = world.simulator.clock.nowMs();
  await journal.append({ grantId, generation, tokenSet, actor: KEY, startedMs, forced: true });
  const service = await secondEngine(); // a start replays
  world.simulator.clock.advance(MINUTE_MS);
  await expect(ask({ companyId, rejectedGeneration: 2 }, service)).rejects.toMatchObject({
    code: "token_rejected_again",
  });
});

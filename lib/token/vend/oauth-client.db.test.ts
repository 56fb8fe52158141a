import { afterEach, describe, expect, test, vi } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import type { ProviderName } from "@/lib/token";

const world = tokenWorld();
const MINUTE_MS = 60_000;

/** A real SDK's client, one call of it, and what lies behind. */
interface Handed {
  companyId: string;
  call(): Promise<unknown>;
  token(): string;
  /** The provider ends the access token before its time. */
  endToken(): void;
  refreshes(): number;
}

const refreshesOf = (owner: string) =>
  Object.values(world.simulator.control.counters().grants).find((counters) => counters.owner === owner)
    ?.refreshes ?? 0;

async function qboClient(): Promise<Handed> {
  const { companyId, realmId } = await world.connectQbo();
  const client = await world.service.getOAuthClient(companyId, "qbo");
  return {
    companyId,
    call: () => client.makeApiCall({ url: `v3/company/${realmId}/companyinfo/${realmId}` }),
    token: () => client.getToken().access_token ?? "",
    endToken: () => void world.simulator.control.endAccessTokens({ provider: "qbo", realmId }),
    refreshes: () => refreshesOf(realmId),
  };
}

async function xeroClient(): Promise<Handed> {
  const { companyId, tenantId, xeroUserId } = await world.connectXero();
  const client = await world.service.getOAuthClient(companyId, "xero");
  return {
    companyId,
    call: () => client.accountingApi.getOrganisations(tenantId),
    token: () => client.readTokenSet().access_token ?? "",
    endToken: () => void world.simulator.control.endAccessTokens({ provider: "xero", xeroUserId }),
    refreshes: () => refreshesOf(xeroUserId),
  };
}

const clientOf = { qbo: qboClient, xero: xeroClient } as const satisfies Record<ProviderName, unknown>;

async function rowsOf(companyId: string) {
  const rows = await world.database.query<Record<string, string | number>>(
    `SELECT operation, "responseStatus" AS status FROM "AuditLog"
     WHERE "companyId" = $1 AND operation IN ('api.call', 'token.reject') ORDER BY "timestamp", id`,
    [companyId],
  );
  return rows.map(({ operation, status }) => `${operation} ${status}`);
}

afterEach(() => {
  world.simulator.control.clearFaults();
});

describe.each(["qbo", "xero"] as const)("the client of %s", (provider) => {
  test("carries a newer token in its next call after one that is answered 401, and repeats none", async () => {
    const handed = await clientOf[provider]();
    world.simulator.clock.advance(MINUTE_MS);
    const first = handed.token();
    handed.endToken();
    await expect(handed.call()).rejects.toBeDefined();
    await handed.call();
    expect(handed.token()).not.toBe(first);
    expect(handed.token()).toBe(await world.service.getValidToken(handed.companyId, provider, "dev"));
    expect(handed.refreshes()).toBe(1);
    await vi.waitFor(async () => {
      const rows = await rowsOf(handed.companyId);
      expect([...rows].sort()).toEqual(["api.call 200", "api.call 401", "token.reject 200"]);
    });
  });

  test("causes one refresh by ten calls at once that are answered 401", async () => {
    const handed = await clientOf[provider]();
    world.simulator.clock.advance(MINUTE_MS);
    handed.endToken();
    const ends = await Promise.allSettled(Array.from({ length: 10 }, handed.call));
    expect(ends.map(({ status }) => status)).toEqual(Array(10).fill("rejected"));
    await Promise.all(Array.from({ length: 10 }, handed.call));
    expect(handed.refreshes()).toBe(1);
  });

  test("keeps its token where the provider refuses every one", async () => {
    const handed = await clientOf[provider]();
    world.simulator.clock.advance(MINUTE_MS);
    world.simulator.control.addFault({
      provider,
      endpoint: "api",
      effect: { kind: "status", status: 401 },
      forMs: 10 * MINUTE_MS,
    });
    for (let nth = 0; nth < 4; nth++) {
      await expect(handed.call()).rejects.toBeDefined();
      world.simulator.clock.advance(MINUTE_MS);
    }
    expect(handed.refreshes()).toBe(1);
    await vi.waitFor(async () => expect(await rowsOf(handed.companyId)).toContain("token.reject 409"));
  });

  test("goes on after its token has run out, though it was told by a 401 only", async () => {
    const handed = await clientOf[provider]();
    world.simulator.clock.advance(90 * MINUTE_MS);
    await expect(handed.call()).rejects.toBeDefined();
    await handed.call();
  });
});

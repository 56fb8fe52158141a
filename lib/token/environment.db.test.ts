import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { findConnection, findConnectionOf } from "@/lib/health/connections/connection-detail";
import { checkConnection } from "@/lib/health/observe/check";
import { actAs } from "@/lib/request-context";
import type { TokenEngine } from "./engine";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OURS = {
  code: "misconfigured",
  owner: "us",
  field: "QUICKBOOKS_ENVIRONMENT",
  message: expect.stringContaining("QUICKBOOKS_ENVIRONMENT is production"),
};
const world = tokenWorld();
const started: TokenEngine[] = [];
afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
});

/** The same installation after QUICKBOOKS_ENVIRONMENT was set to production. */
async function inProduction(): Promise<TokenEngine> {
  const journalDirectory = await mkdtemp(join(tmpdir(), "journal-"));
  const { providers } = world.settings;
  const qbo = { ...providers.qbo, environment: "production" as const };
  const settings = { ...world.settings, journalDirectory, providers: { ...providers, qbo } };
  const engine = await startTokens(settings, world.database, world.simulator.clock);
  started.push(engine);
  return engine;
}

function callsToQuickBooks(): number {
  const { tokenRequests, apiCalls, revokes } = world.simulator.control.counters().qbo;
  return tokenRequests.authorization_code + tokenRequests.refresh_token + apiCalls + revokes;
}

describe("a sandbox connection after QuickBooks was set to production", () => {
  test("is vended, refreshed, checked and handed to no client, and no request leaves for it", async () => {
    const { companyId } = await world.connectQbo();
    const { service, findDueGrants } = await inProduction();
    const request = { companyId, connectionType: "qbo" };
    const { database } = world;
    const { clock } = world.simulator;
    const before = callsToQuickBooks();
    await expect(service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(OURS);
    await expect(service.getOAuthClient(companyId, "qbo")).rejects.toMatchObject(OURS);
    await expect(actAs(ADMIN, () => service.probe(request))).rejects.toMatchObject(OURS);
    expect(await service.getTokenStatus(companyId, "qbo")).toMatchObject({
      status: "ERROR",
      message: OURS.message,
    });
    expect(
      (await actAs(ADMIN, () => checkConnection({ database, clock, tokenService: service }, request))).error,
    ).toMatchObject(OURS);
    clock.advance(2 * DAY_MS);
    await expect(service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject(OURS);
    expect(await findDueGrants(100)).toEqual([]);
    expect(callsToQuickBooks()).toBe(before);
  });

  test("is shown as ours to mend from the start on, and well again once the setting is back", async () => {
    const { companyId } = await world.connectQbo();
    await inProduction();
    const { database } = world;
    const { clock } = world.simulator;
    const id = (await findConnectionOf({ database }, companyId, "qbo")) ?? "";
    const shown = async () => (await findConnection({ database, clock }, id))?.verdict;
    await expect.poll(shown).toMatchObject({
      status: "provider_trouble",
      owner: "us",
      sentence: expect.stringContaining("QUICKBOOKS_ENVIRONMENT"),
    });
    clock.advance(2 * HOUR_MS);
    await world.service.getValidToken(companyId, "qbo", "dev");
    expect(await shown()).toMatchObject({ status: "working" });
  });

  test("ends here when it is disconnected, and its provider is told by a process of its environment", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const engine = await inProduction();
    const before = callsToQuickBooks();
    const request = { companyId, connectionType: "qbo" };
    expect((await actAs(ADMIN, () => engine.service.disconnect(request))).providerNotTold).toContain(
      "QUICKBOOKS_ENVIRONMENT",
    );
    world.simulator.clock.advance(HOUR_MS);
    expect(await engine.sendRevocations()).toBe(0);
    expect(callsToQuickBooks()).toBe(before);
    expect(await world.engine.sendRevocations()).toBe(1);
    const atIntuit = world.simulator.control.grants().find(({ owner }) => owner === realmId);
    expect(atIntuit?.endedBy).toBe("revoked");
  });

  test("can't be reconnected, and a consent begun before the change is not exchanged", async () => {
    const { companyId, realmId } = await world.connectQbo();
    const { service } = await inProduction();
    const request = { companyId, connectionType: "qbo" };
    const browser = { browserKey: "browser", returnTo: "/connections" };
    const reconnect = actAs(ADMIN, () =>
      service.beginConsent({ ...request, ...browser, purpose: "reconnect" }),
    );
    await expect(reconnect).rejects.toMatchObject(OURS);

    const url = await actAs(ADMIN, () =>
      world.service.beginConsent({ ...request, ...browser, purpose: "reconnect" }),
    );
    const { redirectTo } = world.simulator.control.consent({
      provider: "qbo",
      authorizeUrl: url.href,
      realmId,
    });
    const exchanges = callsToQuickBooks();
    const callback = {
      connectionType: "qbo",
      params: new URL(redirectTo).searchParams,
      actor: ADMIN,
      browserKey: browser.browserKey,
    };
    expect(await service.completeConsent(callback)).toMatchObject({
      outcome: "refused",
      code: "misconfigured",
    });
    expect(callsToQuickBooks()).toBe(exchanges);
  });
});

import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { actAs } from "@/lib/request-context";
import type { TokenSet } from "./grants/token-set";
import { createKeyring } from "./keys/keyring";
import type { ProviderModule } from "./providers/provider";
import { qbo } from "./providers/qbo";
import { xero } from "./providers/xero";
import { openJournal, type Rotation } from "./refresh/journal";

const HOUR_MS = 3_600_000;
/** No instant that Postgres, or a Date, can hold. */
const NEVER_MS = 2 ** 63 * 1_000;
const world = tokenWorld();

/** A provider whose token answers hold something that can't be stored. */
function hostile(module: ProviderModule, spoil: (tokenSet: TokenSet) => TokenSet): ProviderModule {
  return {
    ...module,
    create: (config, deps) => {
      const provider = module.create(config, deps);
      return {
        ...provider,
        refresh: async (current) => {
          const answer = await provider.refresh(current);
          return { ...answer, tokenSet: spoil(answer.tokenSet) };
        },
        exchangeCode: async (params, secrets) => {
          const answer = await provider.exchangeCode(params, secrets);
          return { ...answer, tokenSet: spoil(answer.tokenSet) };
        },
      };
    },
  };
}

async function engineWith(providers: readonly ProviderModule[], journalDirectory?: string) {
  const directory = journalDirectory ?? (await mkdtemp(join(tmpdir(), "journal-")));
  const settings = { ...world.settings, journalDirectory: directory };
  const engine = await startTokens(settings, world.database, world.simulator.clock, { providers });
  return { engine, directory };
}

async function grantOf(subject: string) {
  const [grant] = await world.database.query<{
    id: string;
    generation: number;
    lastErrorCode: string | null;
    lastErrorMessage: string | null;
  }>(`SELECT id, generation, "lastErrorCode", "lastErrorMessage" FROM "Grant" WHERE subject = $1`, [subject]);
  if (!grant) throw new Error("no grant");
  return grant;
}

async function journalled(changes: (Pick<Rotation, "grantId" | "generation"> & Partial<TokenSet>)[]) {
  const directory = await mkdtemp(join(tmpdir(), "journal-"));
  const journal = await openJournal(directory, createKeyring(world.settings.encryptionKeys));
  const nowMs = world.simulator.clock.nowMs();
  for (const { grantId, generation, ...tokens } of changes) {
    await journal.append({
      grantId,
      generation,
      tokenSet: {
        accessToken: `journalled access of ${grantId}`,
        refreshToken: `journalled refresh of ${grantId}`,
        scope: "",
        issuedAtMs: nowMs,
        accessExpiresAtMs: nowMs + HOUR_MS,
        refreshExpiresAtMs: nowMs + HOUR_MS,
        hardExpiresAtMs: null,
        ...tokens,
      },
      actor: ADMIN,
      startedMs: nowMs,
    });
  }
  return { directory, journal };
}

describe("a rotation that can never be stored", () => {
  test.each([
    ["a lifetime beyond every calendar", { hardExpiresAtMs: NEVER_MS }],
    ["a scope with a NUL", { scope: "openid\u0000" }],
  ])("is set aside at %s; the process goes on and stops", async (_, spoiled) => {
    const { companyId, realmId } = await world.connectQbo();
    const other = await world.connectXero();
    const spoil = (tokenSet: TokenSet) => ({ ...tokenSet, ...spoiled });
    const { engine, directory } = await engineWith([hostile(qbo, spoil), xero]);
    world.simulator.clock.advance(2 * HOUR_MS);
    const refused = engine.service.getValidToken(companyId, "qbo", "dev");
    await expect(refused).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringMatching(/QuickBooks Online sent a token set that can't be stored \(22\w+\)/),
    });
    await expect(engine.service.getValidToken(companyId, "qbo", "dev")).rejects.toMatchObject({
      code: "provider_unavailable",
      retryAfterMs: expect.any(Number),
    });
    await expect(engine.service.getValidToken(other.companyId, "xero", "dev")).resolves.toBeTypeOf("string");
    expect(await readdir(join(directory, "quarantine"))).toHaveLength(1);
    expect((await grantOf(realmId)).lastErrorMessage).toContain("It lies in the journal's quarantine.");
    const { providers, journalEntries } = await engine.stats();
    expect(providers.find(({ connectionType }) => connectionType === "qbo")?.setAside).toBe(1);
    expect(journalEntries).toBe(0);
    await engine.stop();

    const next = await engineWith([qbo, xero], directory);
    world.simulator.clock.advance(2 * HOUR_MS);
    await expect(next.engine.service.getValidToken(companyId, "qbo", "dev")).resolves.toBeTypeOf("string");
    await next.engine.stop();
  });

  test("keeps no process from starting, and no other rotation from being saved", async () => {
    const [poisoned, sound] = [await world.connectXero(), await world.connectXero()];
    const grants = [await grantOf(poisoned.xeroUserId), await grantOf(sound.xeroUserId)] as const;
    const { directory, journal } = await journalled([
      { grantId: grants[0].id, generation: grants[0].generation, accessExpiresAtMs: NEVER_MS },
      { grantId: grants[1].id, generation: grants[1].generation },
    ]);
    const { engine } = await engineWith([qbo, xero], directory);
    try {
      expect(await engine.service.getValidToken(sound.companyId, "xero", "dev")).toBe(
        `journalled access of ${grants[1].id}`,
      );
      expect(await journal.entries()).toEqual([]);
      expect(await readdir(join(directory, "quarantine"))).toHaveLength(1);
      expect(await grantOf(poisoned.xeroUserId)).toMatchObject({
        generation: grants[0].generation,
        lastErrorCode: "provider_unavailable",
      });
      await expect(engine.service.getValidToken(poisoned.companyId, "xero", "dev")).resolves.toBeTypeOf(
        "string",
      );
    } finally {
      await engine.stop();
    }
  });

  test("at the exchange of a code is told in a sentence that says who sent it", async () => {
    const { companyId, tenantId, xeroUserId } = await world.connectXero();
    await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "xero" }));
    const spoil = (tokenSet: TokenSet) => ({ ...tokenSet, refreshExpiresAtMs: NEVER_MS });
    const { engine } = await engineWith([qbo, hostile(xero, spoil)]);
    const browserKey = "browser";
    const request = { companyId, connectionType: "xero", purpose: "connect" } as const;
    const url = await actAs(ADMIN, () =>
      engine.service.beginConsent({ ...request, browserKey, returnTo: "/connections" }),
    );
    const choice = { xeroUserId, tenantIds: [tenantId] };
    const { redirectTo } = world.simulator.control.consent({
      provider: "xero",
      authorizeUrl: url.href,
      ...choice,
    });
    const params = new URL(redirectTo).searchParams;
    const callback = { connectionType: "xero", params, actor: ADMIN, browserKey };
    expect(await engine.service.completeConsent(callback)).toMatchObject({
      outcome: "refused",
      code: "provider_unavailable",
      message: expect.stringMatching(/Xero sent a token set that can't be stored \(22007\)/),
    });
    await engine.stop();
  });
});

test("a journalled rotation of a provider that is registered no longer is saved, and the process starts", async () => {
  const { xeroUserId } = await world.connectXero();
  const { id: grantId, generation } = await grantOf(xeroUserId);
  const { directory, journal } = await journalled([{ grantId, generation }]);
  const { engine } = await engineWith([qbo], directory);
  expect(await journal.entries()).toEqual([]);
  expect((await grantOf(xeroUserId)).generation).toBe(generation + 1);
  await engine.stop();
});

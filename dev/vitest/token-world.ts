import { afterAll, beforeAll } from "vitest";
import type { ConsentChoice } from "@/dev/world/consent";
import { openWorld, type World } from "@/dev/world/open-world";
import type { ProviderName, TokenService } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";
import { testDatabaseUrl } from "./database";

/** The test world of one file, on the simulator's clock. */
export interface TokenWorld extends World {
  databaseUrl: string;
  service: TokenService;
  /** What connections are read with. */
  readDeps: Pick<World, "database" | "tenantIds"> & { clock: World["simulator"]["clock"] };
  /** A whole consent, however it ends. */
  consent(
    provider: ProviderName,
    companyId: string,
    choice: ConsentChoice,
    purpose?: "connect" | "reconnect",
  ): Promise<ConsentOutcome>;
  /** A new company of ours connected to a new QuickBooks company. */
  connectQbo(name?: string): Promise<{ companyId: string; realmId: string }>;
  /** A new company of ours connected to a new Xero organisation of a new Xero user. */
  connectXero(name?: string): Promise<{ companyId: string; tenantId: string; xeroUserId: string }>;
}

/** Opens a world before a file's tests and closes it after them. */
export function tokenWorld(): TokenWorld {
  const world = {} as TokenWorld;
  beforeAll(async () => {
    const databaseUrl = await testDatabaseUrl();
    Object.assign(world, inVitest(await openWorld({ databaseUrl }), databaseUrl));
  });
  afterAll(() => world.close?.());
  return world;
}

function inVitest(world: World, databaseUrl: string): TokenWorld {
  return {
    ...world,
    databaseUrl,
    service: world.engine.service,
    readDeps: { database: world.database, clock: world.simulator.clock, tenantIds: world.tenantIds },
    consent: async (provider, ...request) =>
      world.completeConsent(provider, await world.beginConsent(provider, ...request)),
    connectQbo: async (name) => {
      const { companyId, tenantId } = await world.connectNew("qbo", name);
      return { companyId, realmId: tenantId };
    },
    connectXero: async (name) => {
      const { companyId, tenantId, owner } = await world.connectNew("xero", name);
      return { companyId, tenantId, xeroUserId: owner };
    },
  };
}

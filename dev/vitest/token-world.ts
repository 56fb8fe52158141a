import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Simulator, startSimulator } from "@/dev/simulator";
import type { ConsentScript } from "@/dev/simulator/control";
import { startTokens, type TokenSettings } from "@/lib/boot/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import { type Database, openDatabase } from "@/lib/db";
import type { ProviderApp } from "@/lib/env/provider-app";
import { actAs } from "@/lib/request-context";
import type { ProviderName, TokenService } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";
import type { TokenEngine } from "@/lib/token/engine";
import { testDatabaseUrl } from "./database";

export const ADMIN = { kind: "person", id: "admin" } as const;
const BROWSER = "the admin's browser";
const REDIRECT = "http://localhost:3000/api/oauth";

/** The simulator stands in for both providers. */
type WorldSettings = TokenSettings & { providers: Record<ProviderName, ProviderApp> };

/** One simulator, one database and the real token service between them, on the simulator's clock. */
export interface TokenWorld {
  simulator: Simulator;
  database: Database;
  databaseUrl: string;
  settings: WorldSettings;
  engine: TokenEngine;
  service: TokenService;
  /** The consent's own choices; who consents and to what. */
  consent(
    provider: ProviderName,
    companyId: string,
    choice: Omit<ConsentScript, "provider" | "authorizeUrl">,
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
    Object.assign(world, await openTokenWorld());
  });
  afterAll(async () => {
    await world.engine?.stop();
    await world.database?.close();
    await world.simulator?.close();
  });
  return world;
}

async function openTokenWorld(): Promise<TokenWorld> {
  const databaseUrl = await testDatabaseUrl();
  const simulator = await startSimulator();
  for (const provider of ["qbo", "xero"] as const) {
    simulator.control.registerRedirectUri(provider, `${REDIRECT}/${provider}/callback`);
  }
  const database = openDatabase({ url: databaseUrl });
  const encryptionKey = randomBytes(32).toString("hex");
  const settings = tokenSettings(simulator.url, encryptionKey, databaseUrl);
  const engine = await startTokens(settings, database, simulator.clock);
  const { service } = engine;
  let serial = 0;

  const consent: TokenWorld["consent"] = async (provider, companyId, choice, purpose = "connect") => {
    const request = { companyId, connectionType: provider, purpose };
    const url = await actAs(ADMIN, () =>
      service.beginConsent({ ...request, browserKey: BROWSER, returnTo: "/connections" }),
    );
    const { redirectTo } = simulator.control.consent({ provider, authorizeUrl: url.href, ...choice });
    const params = new URL(redirectTo).searchParams;
    return service.completeConsent({
      connectionType: provider,
      params,
      userId: ADMIN.id,
      browserKey: BROWSER,
    });
  };
  const company = (name: string) =>
    actAs(ADMIN, () => addCompany({ database, clock: simulator.clock }, { name }));

  return {
    simulator,
    database,
    databaseUrl,
    settings,
    engine,
    service,
    consent,
    connectQbo: async (name = `Company ${++serial}`) => {
      const { realmId } = simulator.control.addIntuitCompany({ name: `${name} Books` });
      const user = { name: "Quincy", admin: true, realmIds: [realmId] };
      const { userId } = simulator.control.addIntuitUser(user);
      const companyId = await company(name);
      await consent("qbo", companyId, { realmId, userId });
      return { companyId, realmId };
    },
    connectXero: async (name = `Company ${++serial}`) => {
      const { xeroUserId } = simulator.control.addXeroUser({ name: `${name}'s bookkeeper` });
      const organisation = { name: `${name} Ltd`, userIds: [xeroUserId] };
      const { tenantId } = simulator.control.addXeroOrganisation(organisation);
      const companyId = await company(name);
      await consent("xero", companyId, { xeroUserId, tenantIds: [tenantId] });
      return { companyId, tenantId, xeroUserId };
    },
  };
}

function tokenSettings(simulatorUrl: string, encryptionKey: string, databaseUrl: string): WorldSettings {
  return {
    databaseUrl,
    encryptionKeys: { current: encryptionKey, previous: [] },
    providers: {
      qbo: {
        clientId: "sim-qbo-client",
        clientSecret: "sim-qbo-secret",
        redirectUri: `${REDIRECT}/qbo/callback`,
        environment: "sandbox",
      },
      xero: {
        clientId: "sim-xero-client",
        clientSecret: "sim-xero-secret",
        redirectUri: `${REDIRECT}/xero/callback`,
        environment: "production",
      },
    },
    simulatorUrl,
    journalDirectory: mkdtempSync(join(tmpdir(), "countersign-journal-")),
    auditStrict: true,
  };
}

import { rmSync } from "node:fs";
import { type Simulator, startSimulator } from "@/dev/simulator";
import type { KnobChanges } from "@/dev/simulator/knobs";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import { createDatabaseClock, type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";
import type { TokenEngine } from "@/lib/token/engine";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import type { TenantIds } from "@/lib/token/views";
import {
  ADMIN,
  BROWSER,
  beginConsent,
  type ConsentChoice,
  type Consenter,
  type Customer,
  choiceOf,
  completeConsent,
  connectBy,
} from "./consent";
import { registerRedirectUris, tokenSettings, type WorldSettings } from "./token-settings";

/** A company with a live connection that has a grant to itself. */
export interface Subject extends Customer {
  readonly companyId: string;
  readonly provider: ProviderName;
  readonly grantId: string;
}

export interface WorldOptions {
  databaseUrl: string;
  knobs?: KnobChanges;
  /** Whose time the engine goes by: the simulator's virtual one, or the database's as a real service. */
  clock?: "simulator" | "database";
  auditStrict?: boolean;
}

/** The provider simulator for both providers, a database, a journal's folder, and the token service between them. */
export interface World {
  readonly simulator: Simulator;
  readonly database: Database;
  readonly settings: WorldSettings;
  readonly engine: TokenEngine;
  readonly tenantIds: TenantIds;
  newCompany(name: string): Promise<string>;
  /** A person at the provider who may consent for an organisation of their own. */
  newCustomer(provider: ProviderName, name?: string): Customer;
  beginConsent(
    provider: ProviderName,
    companyId: string,
    choice: ConsentChoice,
    purpose?: "connect" | "reconnect",
  ): Promise<URLSearchParams>;
  /** The browser's return from the provider, in the browser that began. */
  completeConsent(provider: ProviderName, params: URLSearchParams): Promise<ConsentOutcome>;
  /** A new company of ours connected to a new organisation by a real consent. */
  connectNew(provider: ProviderName, name?: string): Promise<Subject>;
  close(): Promise<void>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { databaseUrl, knobs = {}, clock = "simulator", auditStrict = true } = options;
  const simulator = await startSimulator();
  simulator.control.setKnobs(knobs);
  registerRedirectUris(simulator.control);
  const database = openDatabase({ url: databaseUrl });
  const settings = tokenSettings(databaseUrl, simulator.url, { auditStrict });
  const engine = await startTokens(
    settings,
    database,
    clock === "simulator" ? simulator.clock : createDatabaseClock(),
  );
  const tenantIds = createTenantIds(createKeyring(settings.encryptionKeys));
  const foundation = { simulator, database, settings, engine, tenantIds };
  return {
    ...foundation,
    ...companiesIn(foundation),
    close: async () => {
      await engine.stop();
      await database.close();
      await simulator.close();
      rmSync(settings.journalDirectory, { recursive: true, force: true });
    },
  };
}

type Foundation = Pick<World, "simulator" | "database" | "settings" | "engine" | "tenantIds">;
type Companies = Omit<World, keyof Foundation | "close">;

function companiesIn({
  simulator: { control, clock },
  database,
  engine: { service },
}: Foundation): Companies {
  const admin: Consenter = {
    service,
    userId: ADMIN.id,
    browserKey: BROWSER,
    atProvider: (script) => control.consent(script),
  };
  let serial = 0;
  const newCompany: Companies["newCompany"] = (name) =>
    actAs(ADMIN, () => addCompany({ database, clock }, { name }));
  const newCustomer: Companies["newCustomer"] = (provider, name = `Customer ${++serial}`) => {
    if (provider === "qbo") {
      const { realmId } = control.addIntuitCompany({ name: `${name} Books` });
      control.addIntuitUser({ name: "Quincy", admin: true, realmIds: [realmId] });
      return { tenantId: realmId, owner: realmId };
    }
    const { xeroUserId } = control.addXeroUser({ name: `${name}'s bookkeeper` });
    const { tenantId } = control.addXeroOrganisation({ name: `${name} Ltd`, userIds: [xeroUserId] });
    return { tenantId, owner: xeroUserId };
  };
  return {
    newCompany,
    newCustomer,
    beginConsent: (provider, companyId, choice, purpose) =>
      beginConsent(admin, { provider, companyId, purpose }, choice),
    completeConsent: (provider, params) => completeConsent(admin, provider, params),
    connectNew: async (provider, name = `Company ${++serial}`) => {
      const customer = newCustomer(provider, name);
      const companyId = await newCompany(name);
      const choice = choiceOf(provider, customer);
      const { grantId } = await connectBy(admin, database, { companyId, provider }, choice);
      return { ...customer, companyId, provider, grantId };
    },
  };
}

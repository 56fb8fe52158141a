import { randomBytes } from "node:crypto";
import { people } from "@/dev/demo/people";
import { type Customer, choiceOf, connectBy } from "@/dev/world/consent";
import type { Alerts } from "@/lib/alerts";
import { startAlerts } from "@/lib/boot/start/start-alerts";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { systemClock } from "@/lib/clock";
import { addCompany } from "@/lib/companies/add-company";
import { type Database, openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import type { ProviderName, TokenService } from "@/lib/token";
import { providerModules } from "@/lib/token/providers/registry";
import { type SimulatorClient, simulatorClient } from "./simulator-client";
import { stackHandle } from "./stack-handle";

/** A company of ours and its connection. */
export interface ConnectedCompany {
  companyId: string;
  companyName: string;
  connectionId: string;
  tenantId: string;
  tenantName: string;
}

interface XeroBookkeeper {
  name: string;
  xeroUserId: string;
}

/** What a test makes for itself, through the product's own code beside the running app. */
export interface World {
  database: Database;
  simulator: SimulatorClient;
  service: TokenService;
  /** The app's own verbs: its jobs come round, too, but later. */
  alerts: Alerts;
  adminId: string;
  /** The words with something nobody else's test has. */
  unique(words: string): string;
  company(words?: string): Promise<{ companyId: string; companyName: string }>;
  bookkeeper(organisations: string[]): Promise<XeroBookkeeper & { tenantIds: string[] }>;
  connectedToQuickBooks(words?: string): Promise<ConnectedCompany>;
  /** @param of The Xero user who consents; a new one unless given. */
  connectedToXero(words?: string, of?: XeroBookkeeper): Promise<ConnectedCompany & { xeroUserId: string }>;
  user(role: "admin" | "support" | "finance"): Promise<{ id: string; email: string; password: string }>;
  /** Takes every company made so far out of use: the app's jobs look at what is connected, and many troubles at once are an outage. */
  retireCompanies(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const { databaseUrl, simulatorUrl, env } = stackHandle();
  const database = openDatabase({ url: databaseUrl, maxConnections: 4 });
  const simulator = simulatorClient(simulatorUrl);
  const settings = readEnv(providerModules, env);
  const { service, stop } = await startTokens(settings, database, systemClock);
  const alerts = startAlerts({ env: settings, database, clock: systemClock, log });
  const adminId = await userIdOf(database, people.admin.email);
  const deps = { database, clock: systemClock };

  const unique = (words: string) => `${words} ${randomBytes(3).toString("hex")}`;
  const made: string[] = [];
  const company: World["company"] = async (words = "Company") => {
    const companyName = unique(words);
    const companyId = await actAs({ kind: "person", id: adminId }, () =>
      addCompany(deps, { name: companyName }),
    );
    made.push(companyId);
    return { companyName, companyId };
  };
  const bookkeeper: World["bookkeeper"] = async (organisations) => {
    const name = unique("Bookkeeper");
    const { xeroUserId } = await simulator.addXeroUser(name);
    const added = organisations.map((organisation) =>
      simulator.addXeroOrganisation(organisation, [xeroUserId]),
    );
    return { name, xeroUserId, tenantIds: (await Promise.all(added)).map(({ tenantId }) => tenantId) };
  };
  const consenter = { service, userId: adminId, atProvider: simulator.consent };
  const connect = async (
    { companyId }: { companyId: string },
    provider: ProviderName,
    customer: Customer,
  ): Promise<string> => {
    const browser = { ...consenter, browserKey: randomBytes(16).toString("hex") };
    const choice = choiceOf(provider, customer);
    return (await connectBy(browser, database, { companyId, provider }, choice)).connectionId;
  };

  return {
    database,
    simulator,
    service,
    alerts,
    adminId,
    unique,
    company,
    bookkeeper,
    connectedToQuickBooks: async (words) => {
      const ours = await company(words);
      const tenantName = `${ours.companyName} Inc.`;
      const { realmId } = await simulator.addIntuitCompany(tenantName);
      const connectionId = await connect(ours, "qbo", { tenantId: realmId, owner: realmId });
      return { ...ours, connectionId, tenantId: realmId, tenantName };
    },
    connectedToXero: async (words, of) => {
      const ours = await company(words);
      const tenantName = `${ours.companyName} Ltd`;
      const { xeroUserId } = of ?? (await simulator.addXeroUser(unique("Owner")));
      const { tenantId } = await simulator.addXeroOrganisation(tenantName, [xeroUserId]);
      const connectionId = await connect(ours, "xero", { tenantId, owner: xeroUserId });
      return { ...ours, connectionId, tenantId, tenantName, xeroUserId };
    },
    user: async (role) => {
      const email = `${randomBytes(5).toString("hex")}@countersign.test`;
      const password = randomBytes(12).toString("hex");
      const actor = { kind: "person", id: adminId } as const;
      const id = await actAs(actor, () =>
        createUser(deps, { email, name: unique("Person"), role, password }),
      );
      return { id, email, password };
    },
    retireCompanies: async () => {
      await database.query(
        `UPDATE "Connection" SET "disconnectedAt" = now(), "disconnectedBy" = $2
         WHERE "companyId" = ANY($1) AND "disconnectedAt" IS NULL`,
        [made.splice(0), adminId],
      );
    },
    close: async () => {
      await stop();
      await database.close();
    },
  };
}

async function userIdOf(database: Database, email: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(`SELECT id FROM "User" WHERE email = $1`, [email]);
  if (!row) throw new Error(`There is no user ${email}`);
  return row.id;
}

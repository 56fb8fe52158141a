import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@/dev/simulator";
import type { ConsentScript } from "@/dev/simulator/control";
import type { KnobChanges } from "@/dev/simulator/knobs";
import { startTokens, type TokenSettings } from "@/lib/boot/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import { createDatabaseClock, type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";
import type { TokenEngine } from "@/lib/token/engine";
import { forkTokenProcess, type TokenProcess, type TokenProcessSetup } from "./fork-token-process";

export const ADMIN = { kind: "person", id: "admin" } as const;
export const BROWSER = "the admin's browser";
const REDIRECT = "http://localhost:3000/api/oauth";

/** Every refresh replaces the refresh token, and the old one is dead at once: neither provider is known to be so hard. */
export const NO_GRACE: KnobChanges = {
  intuit: { rotateAfterSeconds: 0, oldRefreshGraceSeconds: 0 },
  xero: { oldRefreshGraceSeconds: 0 },
};

/** A company with a live connection that has a grant to itself. */
export interface Subject {
  companyId: string;
  provider: ProviderName;
  /** Intuit's realm or Xero's organisation. */
  tenantId: string;
  /** Whom the token set belongs to: Intuit's realm or Xero's user. */
  owner: string;
  grantId: string;
}

interface WorldOptions {
  databaseUrl: string;
  knobs?: KnobChanges;
  /** Whose time this process's engine goes by: the simulator's virtual one, or the database's as a real service. */
  clock?: "simulator" | "database";
  auditStrict?: boolean;
}

/** The provider simulator, a database, a journal's folder, and the token service in this and in forked processes. */
export interface ChaosWorld {
  readonly simulator: Simulator;
  readonly database: Database;
  readonly settings: TokenSettings;
  /** The token service of this process. */
  readonly engine: TokenEngine;
  newCompany(name: string): Promise<string>;
  beginConsent(
    provider: ProviderName,
    companyId: string,
    choice: Omit<ConsentScript, "provider" | "authorizeUrl">,
    purpose?: "connect" | "reconnect",
  ): Promise<URLSearchParams>;
  /** The browser's return from the provider, in the browser that began. */
  completeConsent(provider: ProviderName, params: URLSearchParams): Promise<ConsentOutcome>;
  /** A person at the provider who may consent for an organisation of their own. */
  newCustomer(provider: ProviderName): Omit<Subject, "companyId" | "grantId" | "provider">;
  /** New companies connected to new organisations by real consents. */
  connect(provider: ProviderName, count: number): Promise<Subject[]>;
  fork(changes?: Partial<TokenProcessSetup>): Promise<TokenProcess>;
  close(): Promise<void>;
}

/** Opens a world; `close` ends every process and server it started. */
export async function openChaosWorld(options: WorldOptions): Promise<ChaosWorld> {
  const { databaseUrl, knobs = {}, clock = "database", auditStrict = true } = options;
  setMaxListeners(0); // hundreds of answers wait in the simulator for its one end
  const simulator = await startSimulator();
  const { control } = simulator;
  control.setKnobs({ signTokens: false, recordIssuedTokens: false, ...knobs });
  for (const provider of ["qbo", "xero"] as const) {
    control.registerRedirectUri(provider, `${REDIRECT}/${provider}/callback`);
  }
  const database = openDatabase({ url: databaseUrl });
  const settings = tokenSettings(simulator.url, databaseUrl, auditStrict);
  const engineClock = clock === "simulator" ? simulator.clock : createDatabaseClock();
  const engine = await startTokens(settings, database, engineClock);
  const forked: TokenProcess[] = [];
  const world = { simulator, database, settings, engine };
  return {
    ...world,
    ...consents(world),
    fork: async (changes = {}) => {
      const child = await forkTokenProcess({ settings, ...changes });
      forked.push(child);
      return child;
    },
    close: async () => {
      await Promise.all(forked.filter(({ alive }) => alive).map((child) => child.kill("SIGKILL")));
      await engine.stop();
      await database.close();
      await simulator.close();
      rmSync(settings.journalDirectory, { recursive: true, force: true });
    },
  };
}

type Foundation = Pick<ChaosWorld, "simulator" | "database" | "settings" | "engine">;

function consents({ simulator: { control, clock }, database, engine: { service } }: Foundation) {
  let serial = 0;
  const newCompany = (name: string) => actAs(ADMIN, () => addCompany({ database, clock }, { name }));
  const newCustomer: ChaosWorld["newCustomer"] = (provider) => {
    const name = `Customer ${++serial}`;
    if (provider === "qbo") {
      const { realmId } = control.addIntuitCompany({ name });
      control.addIntuitUser({ name: "Quincy", admin: true, realmIds: [realmId] });
      return { tenantId: realmId, owner: realmId };
    }
    const { xeroUserId } = control.addXeroUser({ name: "Bookkeeper" });
    return {
      tenantId: control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
      owner: xeroUserId,
    };
  };
  const beginConsent: ChaosWorld["beginConsent"] = async (
    provider,
    companyId,
    choice,
    purpose = "connect",
  ) => {
    const request = { companyId, connectionType: provider, purpose } as const;
    const url = await actAs(ADMIN, () =>
      service.beginConsent({ ...request, browserKey: BROWSER, returnTo: "/connections" }),
    );
    const { redirectTo } = control.consent({ provider, authorizeUrl: url.href, ...choice });
    return new URL(redirectTo).searchParams;
  };
  const completeConsent: ChaosWorld["completeConsent"] = (connectionType, params) =>
    service.completeConsent({ connectionType, params, userId: ADMIN.id, browserKey: BROWSER });
  const connectOne = async (provider: ProviderName): Promise<Subject> => {
    const customer = newCustomer(provider);
    const companyId = await newCompany(`Company ${customer.tenantId}`);
    const params = await beginConsent(provider, companyId, choiceOf(provider, customer));
    const { outcome } = await completeConsent(provider, params);
    if (outcome !== "connected") throw new Error(`A consent without faults ended as ${outcome}`);
    const [grant] = await database.query<{ id: string }>(
      `SELECT "grantId" AS id FROM "Connection" WHERE "companyId" = $1`,
      [companyId],
    );
    return { ...customer, companyId, provider, grantId: grant?.id ?? "" };
  };
  const connect = async (provider: ProviderName, count: number) => {
    const subjects: Subject[] = [];
    await together(count, 8, async () => void subjects.push(await connectOne(provider)));
    return subjects;
  };
  return { newCompany, newCustomer, beginConsent, completeConsent, connect };
}

/** Half of them with QuickBooks, half with Xero. */
export async function connectBoth(world: ChaosWorld, count: number): Promise<Subject[]> {
  const half = Math.ceil(count / 2);
  return [...(await world.connect("qbo", half)), ...(await world.connect("xero", count - half))];
}

/** Whom and what a consent chooses at the provider. */
export function choiceOf(
  provider: ProviderName,
  { tenantId, owner }: Pick<Subject, "tenantId" | "owner">,
): Omit<ConsentScript, "provider" | "authorizeUrl"> {
  return provider === "qbo" ? { realmId: tenantId } : { xeroUserId: owner, tenantIds: [tenantId] };
}

/** Does something so many times, at most so many at once. */
export async function together(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}

function tokenSettings(simulatorUrl: string, databaseUrl: string, auditStrict: boolean): TokenSettings {
  return {
    databaseUrl,
    simulatorUrl,
    auditStrict,
    encryptionKeys: { current: randomBytes(32).toString("hex"), previous: [] },
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
    journalDirectory: mkdtempSync(join(tmpdir(), "countersign-chaos-journal-")),
  };
}

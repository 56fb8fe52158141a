import { addEmailChannel } from "@/lib/alerts/channels";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import { type Database, openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { CountersignError, type ErrorCode } from "@/lib/errors";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { checkConnection } from "@/lib/health/observe/check";
import { recordExpiries } from "@/lib/health/observe/expiries";
import { HEALTH } from "@/lib/health/observe/record";
import { actAs } from "@/lib/request-context";
import type { TokenService } from "@/lib/token";
import { providerModules } from "@/lib/token/providers/registry";
import type { Simulator } from "../simulator";
import { type Cast, hireCast, type JobName, type PersonKey } from "./people";

/** A demo company's link to one provider, from its plan to its connection. */
export interface Link {
  companyName: string;
  provider: "qbo" | "xero";
  /** Intuit's realmId or Xero's tenantId. */
  tenantId: string;
  /** Who clicks at the provider. */
  customerId: string;
}

interface Consent {
  purpose?: "connect" | "reconnect";
  by?: PersonKey;
  /** Another organisation than the link's own. */
  tenantId?: string;
  deny?: boolean;
  /** How it must end; "connected" unless said otherwise. */
  ends?: ErrorCode;
}

/** The verbs the demo's past is made of; each drives the product's own code against the simulator. */
export interface Stage {
  readonly simulator: Simulator;
  readonly database: Database;
  readonly cast: Cast;
  enrol(companyName: string, by: PersonKey): Promise<void>;
  consent(link: Link, consent?: Consent): Promise<void>;
  /** @param mayEnd Failures that are part of the story; none unless said. */
  vend(link: Link, by: PersonKey | JobName, ...mayEnd: ErrorCode[]): Promise<void>;
  check(link: Link, by: PersonKey | "health", ...mayEnd: ErrorCode[]): Promise<void>;
  disconnect(link: Link, by: PersonKey): Promise<void>;
  /** Has alerts sent to an address from now on. @returns The channel's id. */
  tellByMail(address: string, by: PersonKey): Promise<string>;
  /** What nobody asks for: outages of providers, and connections that ended by lying unused. */
  judge(): Promise<void>;
  close(): Promise<void>;
}

/** @param env The app's own environment: what is sealed here, the app must open. */
export async function openStage(simulator: Simulator, env: Record<string, string>): Promise<Stage> {
  const { clock } = simulator;
  const configuration = readEnv(providerModules, env);
  // A crash while seeding begins anew anyway, so nothing waits for the disk.
  const database = openDatabase({ url: withoutWaiting(configuration.databaseUrl), maxConnections: 4 });
  const engine = await startTokens(configuration, database, clock);
  const { service } = engine;
  const cast = await hireCast({ database, clock });
  const companyIds = new Map<string, string>();
  const companyOf = ({ companyName }: Link) => {
    const id = companyIds.get(companyName);
    if (id === undefined) throw new Error(`"${companyName}" was not enrolled before its first event`);
    return id;
  };

  return {
    simulator,
    database,
    cast,
    enrol: async (name, by) => {
      companyIds.set(name, await cast.as(by, () => addCompany({ database, clock }, { name })));
    },
    consent: (link, consent = {}) =>
      cast.as(consent.by ?? "admin", (userId) =>
        endsWith(consent.ends ? [consent.ends] : [], () =>
          driveConsent(simulator, service, link, consent, companyOf(link), userId),
        ),
      ),
    vend: (link, by, ...mayEnd) =>
      cast.as(by, (userId) =>
        endsWith([undefined, ...mayEnd], async () => {
          const companyId = companyOf(link);
          if (await isAboutToRefreshAhead(database, companyId, link.provider, clock.nowMs())) return;
          await service.getValidToken(companyId, link.provider, userId);
        }),
      ),
    check: (link, by, ...mayEnd) => {
      const run = () =>
        endsWith([undefined, ...mayEnd], async () => {
          const request = { companyId: companyOf(link), connectionType: link.provider };
          const { error } = await checkConnection({ database, tokenService: service, clock }, request);
          if (error) throw error;
        });
      return by === "health" ? actAs(HEALTH, run) : cast.as(by, run);
    },
    tellByMail: (address, by) => cast.as(by, () => addEmailChannel({ database, clock }, address)),
    disconnect: (link, by) =>
      cast.as(by, async () => {
        await service.disconnect({ companyId: companyOf(link), connectionType: link.provider });
      }),
    judge: async () => {
      await recordExpiries({ database, clock });
      await evaluateIncidents({ database, clock });
    },
    close: async () => {
      await engine.stop();
      await database.close();
    },
  };
}

/** From our *Connect* to the provider's page, the customer's click there, and the browser's return. */
async function driveConsent(
  simulator: Simulator,
  service: TokenService,
  link: Link,
  { purpose = "connect", tenantId = link.tenantId, deny }: Consent,
  companyId: string,
  userId: string,
): Promise<void> {
  const { provider, customerId } = link;
  const browserKey = `${userId}'s browser`;
  const authorizeUrl = await service.beginConsent({
    companyId,
    connectionType: provider,
    purpose,
    browserKey,
    returnTo: "/connections",
  });
  const choice =
    provider === "qbo"
      ? { realmId: tenantId, userId: customerId }
      : { tenantIds: [tenantId], xeroUserId: customerId };
  const { redirectTo } = simulator.control.consent({
    provider,
    authorizeUrl: authorizeUrl.href,
    deny,
    ...choice,
  });
  const params = new URL(redirectTo).searchParams;
  const callback = {
    connectionType: provider,
    params,
    actor: { kind: "person", id: userId } as const,
    browserKey,
  };
  const outcome = await service.completeConsent(callback);
  if (outcome.outcome === "refused") throw new CountersignError(outcome.code, outcome.message);
  if (outcome.outcome !== "connected")
    throw new Error(`${link.companyName}: the consent is ${outcome.outcome}`);
}

/** The demo's past must be what its author meant: an end that the story doesn't allow stops the seeding. */
async function endsWith(
  allowed: readonly (ErrorCode | undefined)[],
  work: () => Promise<unknown>,
): Promise<void> {
  let code: ErrorCode | undefined;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CountersignError) || !allowed.includes(error.code)) throw error;
    code = error.code;
  }
  if (allowed.length > 0 && !allowed.includes(code)) {
    throw new Error(`The story wants this to end with ${allowed.join(" or ")}, but it ended with ${code}`);
  }
}

/**
 * Whether a vend now would start a refresh behind its caller. The clock would jump to the next event before that
 * refresh is done, and the audit log would say that it took hours: so nobody asks in these ten minutes.
 */
async function isAboutToRefreshAhead(
  database: Database,
  companyId: string,
  connectionType: string,
  nowMs: number,
): Promise<boolean> {
  const rows = await database.query(
    `SELECT 1 FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = $1 AND c."connectionType" = $2 AND g.state = 'active'
       AND g."accessExpiresAt" BETWEEN $3 AND $3::timestamptz + interval '11 minutes'`,
    [companyId, connectionType, new Date(nowMs)],
  );
  return rows.length > 0;
}

function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c synchronous_commit=off");
  return url.href;
}

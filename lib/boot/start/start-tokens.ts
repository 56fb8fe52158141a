import { type AuditBuffer, createAuditBuffer } from "@/lib/audit/record/buffer";
import type { Clock } from "@/lib/clock";
import type { Database, DatabaseClock } from "@/lib/db";
import type { Env } from "@/lib/env";
import { recordHealth } from "@/lib/health/observe/record";
import { recordHealthy } from "@/lib/health/observe/record-healthy";
import { spendLink } from "@/lib/links/spend-link";
import { log } from "@/lib/log";
import { outgoingFetch } from "@/lib/outgoing-proxy";
import { ANONYMOUS, recordRefusal } from "@/lib/people";
import type { TokenTimings } from "@/lib/token/deps";
import { startTokenEngine, type TokenEngine } from "@/lib/token/engine";
import { createKeyring } from "@/lib/token/keys/keyring";
import type { ProviderModule } from "@/lib/token/providers/provider";
import { createProviders, providerModules } from "@/lib/token/providers/registry";
import { notificationRoute } from "../require-notifications";

/** A provider call must end well before its lease does. */
const PROVIDER_CALL_TIMEOUT_MS = 60_000;
const TIMINGS: TokenTimings = { leaseSeconds: 90, patienceMs: 20_000 };

export type TokenSettings = Pick<
  Env,
  | "databaseUrl"
  | "databaseDirectUrl"
  | "encryptionKeys"
  | "providers"
  | "simulatorUrl"
  | "journalDirectory"
  | "auditStrict"
>;

interface Substitutes {
  /** Instead of the registry's. */
  providers?: readonly ProviderModule[];
  /** Instead of the production timings, for tests that live through leases. */
  timings?: TokenTimings;
  callTimeoutMs?: number;
  audit?: AuditBuffer;
}

/** The token engine of a process, from its configuration. */
export function startTokens(
  settings: TokenSettings,
  database: Database,
  clock: Clock | DatabaseClock,
  substitutes: Substitutes = {},
): Promise<TokenEngine> {
  const { simulatorUrl } = settings;
  const { callTimeoutMs = PROVIDER_CALL_TIMEOUT_MS, timings = TIMINGS } = substitutes;
  const configs = Object.fromEntries(
    Object.entries(settings.providers).map(([name, app]) => [name, { ...app, simulatorUrl }]),
  );
  const onError = (error: Error) => log.warn({ error: error.message }, "Audit rows wait for the database");
  return startTokenEngine({
    database,
    notifications: notificationRoute(settings),
    keyring: createKeyring(settings.encryptionKeys),
    providers: createProviders(
      configs,
      { fetch: outgoingFetch, clock, callTimeoutMs },
      substitutes.providers ?? providerModules,
    ),
    clock,
    random: Math.random,
    recordHealth,
    recordHealthy,
    spendLink,
    countRefusal: (event) => recordRefusal(database, { ...event, by: ANONYMOUS }),
    audit: substitutes.audit ?? createAuditBuffer({ database, onError }),
    auditStrict: settings.auditStrict,
    timings,
    journalDirectory: settings.journalDirectory,
    log,
  });
}

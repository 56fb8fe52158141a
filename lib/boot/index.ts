import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createAudit, installAudit } from "@/lib/audit";
import { createBulk, installBulk } from "@/lib/bulk";
import { createCompanies, installCompanies } from "@/lib/companies";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { readEnv, variablesSet } from "@/lib/env";
import { isCode } from "@/lib/errors";
import { createHealth, installHealth } from "@/lib/health";
import { createLinks, installLinks } from "@/lib/links";
import { log } from "@/lib/log";
import { createMailer } from "@/lib/mail";
import { outgoingFetch } from "@/lib/outgoing-proxy";
import {
  createApiKeys,
  createInvites,
  createPasswordReset,
  createPeople,
  createPreferences,
  createSecondFactors,
  createSso,
  installApiKeys,
  installInvites,
  installPasswordReset,
  installPeople,
  installPreferences,
  installSecondFactors,
  installSso,
} from "@/lib/people";
import { installedRuntime, installRuntime, type Runtime } from "@/lib/runtime";
import { createSupport, installSupport } from "@/lib/support";
import { installTokenService, type TokenEngine, tokenService } from "@/lib/token";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { providerModules, providerNames } from "@/lib/token/providers/registry";
import { factorBox } from "./factor-box";
import { keyTools } from "./key-tools";
import { requireNotifications } from "./require-notifications";
import { completeSchema, requireSchema } from "./require-schema";
import { createSimulatorClock, followIfItRuns, type SimulatorClock } from "./simulator-clock";
import { startTokens } from "./start/start-tokens";
import { waitForDatabase } from "./wait-for-database";

export { keyTools } from "./key-tools";

const COMMAND_PATIENCE_MS = 5_000;

/**
 * Composes this process, once: later calls get the first one's result.
 *
 * @throws {CountersignError} `misconfigured`, with a line for each environment variable at fault.
 */
function boot(): Runtime {
  return installedRuntime() ?? installRooms(installRuntime(compose()));
}

/** `boot` for a program's first line: a wrong configuration ends it with the lines to mend, and no stack. */
export function bootOrExit(): Runtime {
  try {
    return boot();
  } catch (error) {
    return exitOver(error);
  }
}

/** `bootOrExit` for a command that works with the database: one that is away or not migrated ends it with a sentence. */
export async function bootWithDatabaseOrExit(): Promise<Runtime> {
  const runtime = bootOrExit();
  try {
    await waitForDatabase(runtime.database, { warn: () => {} }, COMMAND_PATIENCE_MS);
    await requireNotifications(runtime.env, runtime.log);
    await requireSchema(runtime.database);
    return runtime;
  } catch (error) {
    return exitOver(error);
  }
}

/** Adds to a database what `prisma db push` leaves out. */
export async function completeDatabaseOrExit(): Promise<void> {
  const { database } = bootOrExit();
  try {
    await waitForDatabase(database, { warn: () => {} }, COMMAND_PATIENCE_MS);
    await completeSchema(database);
    await requireSchema(database);
  } catch (error) {
    exitOver(error);
  } finally {
    await database.close();
  }
}

/**
 * Starts the token service of a booted process. Postgres may still be starting; one that stays away, or a key that
 * opens nothing stored, ends the process.
 */
export async function serveTokensOrExit({ env, database, clock }: Runtime): Promise<TokenEngine> {
  try {
    await waitForDatabase(database, log);
    await requireNotifications(env, log);
    await requireSchema(database);
    if (env.simulatorUrl && "follow" in clock) {
      await followIfItRuns(clock as SimulatorClock, env.simulatorUrl, log);
    }
    const engine = await startTokens(env, database, clock);
    installTokenService(engine.service);
    return engine;
  } catch (error) {
    return exitOver(error);
  }
}

/** Thrown on, an unforeseen error would leave a web process that lives and answers every request with 500. */
export function exitOver(error: unknown): never {
  const isForeseen = isCode(error, "misconfigured", "database_unavailable");
  const reason = !isForeseen && error instanceof Error ? error.stack : (error as Error).message;
  process.stderr.write(`Countersign cannot start:\n${reason}\n`);
  process.exit(1);
}

function compose(): Runtime {
  const env = readEnv(providerModules);
  const database = openDatabase({
    url: env.databaseUrl,
    pooled: env.databaseDirectUrl !== undefined,
    onIdleError: (error) => log.warn({ error: error.message }, "An idle database connection broke"),
  });
  const databaseClock = createDatabaseClock();
  const clock = env.simulatorUrl ? createSimulatorClock(databaseClock) : databaseClock;
  return { env, database, clock, log };
}

/** The rooms that work with no more than the runtime; alerts and metrics are composed where they are started. */
export function installRooms(runtime: Runtime): Runtime {
  const { env, database, clock, log } = runtime;
  installAudit(createAudit({ database, clock, seals: env.auditSigningKey !== undefined }));
  installPreferences(createPreferences({ database, clock }));
  installApiKeys(createApiKeys({ database, clock, random: randomBytes, providers: providerNames }));
  const mailer = env.alertMail ? createMailer(env.alertMail) : null;
  const links = { database, clock, random: randomBytes, appUrl: env.auth.url, mailer, log, sso: env.sso };
  installPeople(createPeople(links));
  installInvites(createInvites(links));
  installPasswordReset(createPasswordReset(links));
  const keyring = createKeyring(env.encryptionKeys);
  const secrets = factorBox(keyring);
  const factorDeps = { database, clock, random: randomBytes, secrets, appUrl: env.auth.url, mailer, log };
  installSecondFactors(createSecondFactors({ ...factorDeps, sso: env.sso }));
  const callbackUrl = `${env.auth.url}/api/sso/callback`;
  const sso = env.sso && { sso: env.sso, callbackUrl, database, clock, fetch: outgoingFetch };
  installSso(sso ? createSso(sso) : null);
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const { usage: keyUsage, plainIds } = keyTools(runtime);
  const variables = variablesSet(providerModules);
  installSupport(createSupport({ database, clock, version, variables, keyUsage, plainIds }));
  const tenantIds = createTenantIds(keyring);
  const companies = installCompanies(createCompanies({ database, clock, tenantIds }));
  const trustedReadHours = env.trustedReadHours;
  const health = installHealth(
    createHealth({ database, clock, tokenService, tenantIds, log, trustedReadHours }),
  );
  const product = env.product;
  const customers = { database, clock, random: randomBytes, appUrl: env.auth.url, mailer, product };
  const customerLinks = installLinks(createLinks({ ...customers, tenantIds, health, tokenService }));
  installBulk(createBulk({ database, clock, health, companies, links: customerLinks, log }));
  return runtime;
}

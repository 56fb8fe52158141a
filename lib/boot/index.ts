import { createDatabaseClock, openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { isCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { installedRuntime, installRuntime, type Runtime } from "@/lib/runtime";
import { providerNames, provideTokenService } from "@/lib/token";
import type { TokenEngine } from "@/lib/token/engine";
import { createSimulatorClock, followIfItRuns, type SimulatorClock } from "./simulator-clock";
import { startTokens } from "./start-tokens";
import { waitForDatabase } from "./wait-for-database";

/**
 * Composes this process, once: later calls get the first one's result.
 *
 * @throws {CountersignError} `misconfigured`, with a line for each environment variable at fault.
 */
function boot(): Runtime {
  return installedRuntime() ?? installRuntime(compose());
}

/** `boot` for a program's first line: a wrong configuration ends it with the lines to mend, and no stack. */
export function bootOrExit(): Runtime {
  try {
    return boot();
  } catch (error) {
    return exitOverConfiguration(error);
  }
}

/**
 * Starts the token service of a booted process. Postgres may still be starting; one that stays away, or a key that
 * opens nothing stored, ends the process.
 */
export async function serveTokensOrExit({ env, database, clock }: Runtime): Promise<TokenEngine> {
  try {
    await waitForDatabase(database, log);
    if (env.simulatorUrl && "follow" in clock) {
      await followIfItRuns(clock as SimulatorClock, env.simulatorUrl, log);
    }
    const engine = await startTokens(env, database, clock);
    provideTokenService(engine.service);
    return engine;
  } catch (error) {
    return exitOverConfiguration(error);
  }
}

/** Ends the process over a wrong configuration, with the lines to mend and no stack; throws anything else. */
export function exitOverConfiguration(error: unknown): never {
  if (!isCode(error, "misconfigured", "database_unavailable")) throw error;
  process.stderr.write(`Countersign cannot start:\n${error.message}\n`);
  process.exit(1);
}

function compose(): Runtime {
  const env = readEnv(undefined, providerNames);
  const database = openDatabase({
    url: env.databaseUrl,
    onIdleError: (error) => log.warn({ error: error.message }, "An idle database connection broke"),
  });
  const databaseClock = createDatabaseClock();
  const clock = env.simulatorUrl ? createSimulatorClock(databaseClock) : databaseClock;
  return { env, database, clock, log };
}

import { systemClock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { isCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { composeTokenService } from "./compose-token-service";
import { installedRuntime, installRuntime, type Runtime } from "@/lib/runtime";
import { provideTokenService } from "@/lib/token";

/**
 * Composes this process, once: later calls get the first one's result.
 *
 * @throws {CountersignError} `misconfigured`, with a line for each environment variable at fault.
 */
export function boot(): Runtime {
  return installedRuntime() ?? installRuntime(compose());
}

/** `boot` for a program's first line: a wrong configuration ends it with the lines to mend, and no stack. */
export function bootOrExit(): Runtime {
  try {
    return boot();
  } catch (error) {
    if (!isCode(error, "misconfigured")) throw error;
    process.stderr.write(`Countersign cannot start:\n${error.message}\n`);
    process.exit(1);
  }
}

function compose(): Runtime {
  const env = readEnv();
  const database = openDatabase({
    url: env.databaseUrl,
    onIdleError: (error) => log.warn({ error: error.message }, "An idle database connection broke"),
  });
  provideTokenService(composeTokenService(env, database, systemClock));
  return { env, database, clock: systemClock, log };
}

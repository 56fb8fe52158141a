import { setTimeout as pause } from "node:timers/promises";
import { asDatabaseFailure, certificateRemedy, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { backOff } from "@/lib/time/back-off";

const PATIENCE_MS = 60_000;
const RETRY = { firstMs: 100, maxMs: 2_000 };

interface Log {
  warn(fields: Record<string, unknown>, message: string): void;
}

/**
 * Waits for a Postgres that is still starting, as it is where everything starts at once.
 *
 * @throws {CountersignError} `database_unavailable` when it does not come; `misconfigured` when it refuses us, which
 *   no waiting mends.
 */
export async function waitForDatabase(sql: Sql, log: Log, patienceMs: number = PATIENCE_MS): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  let said = false;
  for (let tries = 0; ; tries++) {
    const delayMs = backOff(RETRY, tries);
    try {
      await sql.query("SELECT 1");
      return;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal)
        throw new CountersignError("misconfigured", refusal, { field: "DATABASE_URL", cause: error });
      const away = asDatabaseFailure(error);
      const { message: reason } = (away?.cause ?? error) as Error;
      if (!away) {
        const message = `DATABASE_URL names a database that refuses us: ${reason}.`;
        throw new CountersignError("misconfigured", message, { field: "DATABASE_URL", cause: error });
      }
      const seconds = Math.round(patienceMs / 1_000);
      if (performance.now() + delayMs > giveUpAtMs) {
        const message = `The database did not answer within ${seconds} s: ${reason}`;
        throw new CountersignError("database_unavailable", message, { cause: error });
      }
      if (!said) log.warn({ error: reason }, `The database does not answer yet; waiting up to ${seconds} s`);
      said = true;
    }
    await pause(delayMs);
  }
}

/** What a pooler's or TLS's refusal asks for; their codes say nothing of it. */
function refusalOf(error: unknown): string | undefined {
  const { message = "" } = error as { message?: string };
  if (/unsupported startup parameter/.test(message)) {
    return `DATABASE_URL names a schema and leads to a connection pooler, which does not take it: ${message}. Set DATABASE_DIRECT_URL to the database itself, past the pooler`;
  }
  const remedy = certificateRemedy(error, "DATABASE_URL");
  return remedy && `DATABASE_URL names a database that refuses us: ${message}. ${remedy}`;
}

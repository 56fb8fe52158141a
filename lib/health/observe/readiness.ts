import { performance } from "node:perf_hooks";
import { type Database, schemaState } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { isDraining, jobsState } from "@/lib/runtime";
import { deadline } from "@/lib/time/deadline";
import type { TokenService } from "@/lib/token";

const PATIENCE_MS = 3_000;

const JOBS_STAND_STILL = "The jobs of this process can't run; its log says why.";
const NOT_MIGRATED = "The database is not migrated to this version.";

interface ReadinessDeps {
  database: Database;
  tokenService: Pick<TokenService, "requireKnownKeys">;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

type Readiness = { status: "ready" } | { status: "not ready"; reason: string };

/** Whether this process can serve: asks the database, and gives up on it after three seconds. */
export async function readiness(deps: ReadinessDeps): Promise<Readiness> {
  if (isDraining()) return { status: "not ready", reason: "This process is ending." };
  try {
    await deadline(ask(deps), PATIENCE_MS, () => {
      throw new Error(`no answer within ${PATIENCE_MS} ms`);
    });
    const jobs = jobsState();
    if (jobs?.problem === undefined) return { status: "ready" };
    return { status: "not ready", reason: JOBS_STAND_STILL };
  } catch (error) {
    const reason = reasonOf(error);
    deps.log.warn({ error: error instanceof Error ? error.message : "unknown" }, reason);
    return { status: "not ready", reason };
  }
}

async function ask({ database, tokenService }: ReadinessDeps): Promise<void> {
  await database.query("SELECT 1");
  await requireTables(database);
  await tokenService.requireKnownKeys();
}

/** What was all there is looked for again after half a minute. */
const KEEP_MS = 30_000;
const completeUntilMs = new WeakMap<Database, number>();

class NotMigrated extends Error {}

/** The start refuses such a database; this is for what becomes of it later. */
async function requireTables(database: Database): Promise<void> {
  if (performance.now() < (completeUntilMs.get(database) ?? 0)) return;
  const { missing, additions, forbidden } = await schemaState(database);
  const [lacking] = [...missing, ...additions, ...forbidden];
  if (lacking !== undefined) throw new NotMigrated(`${lacking} is missing or refused`);
  completeUntilMs.set(database, performance.now() + KEEP_MS);
}

function reasonOf(error: unknown): string {
  if (error instanceof NotMigrated) return NOT_MIGRATED;
  if (isCode(error, "misconfigured")) return "The encryption keys do not open what is stored.";
  return "The database does not answer.";
}

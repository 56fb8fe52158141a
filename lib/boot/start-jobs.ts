import { openSigningKey } from "@/lib/audit/signing-key";
import { auditTasks } from "@/lib/jobs/audit-tasks";
import type { PeriodicTask } from "@/lib/jobs/periodic-tasks";
import { type JobPace, type Jobs, startJobs as start } from "@/lib/jobs/start-jobs";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token/engine";

/**
 * Starts the jobs of a booted process. It returns at once and never throws: without Postgres it waits for it.
 *
 * @param tasks More periodic work, planned once for all processes each `everySeconds` of the runtime's clock.
 */
export function startJobs(
  runtime: Runtime,
  engine: TokenEngine,
  tasks: readonly PeriodicTask[] = [],
  pace: JobPace = {},
): Jobs {
  const { env, database, clock, log } = runtime;
  const deps = { databaseUrl: env.databaseUrl, database, clock, engine, log };
  return start(deps, [...sealingTasks(runtime), ...tasks], pace);
}

/** None without a signing key: nothing is sealed then. */
function sealingTasks({ env, database }: Pick<Runtime, "env" | "database">): PeriodicTask[] {
  if (env.auditSigningKey === undefined) return [];
  const signingKey = openSigningKey(env.auditSigningKey);
  return auditTasks({ database, signingKey, anchorFile: env.auditAnchorFile });
}

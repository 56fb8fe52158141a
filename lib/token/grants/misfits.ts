import type { Connection, Grant } from "@/lib/db";
import type { TokenDeps } from "../deps";
import { misfitOf } from "../require-provider";

const AT_ONCE = 200;

type Misfit = Pick<Connection, "companyId" | "connectionType"> & Pick<Grant, "environment">;

/** `recordMisfits` behind a start: there may be thousands, and nobody waits for it. */
export function markMisfits(deps: TokenDeps): Promise<void> {
  return recordMisfits(deps).catch((error: Error) => {
    deps.log.warn({ error: error.message }, "Connections of another environment could not be marked");
  });
}

/**
 * Says of every live connection whose environment this process no longer speaks to that our configuration is at fault.
 * Nothing else would: neither a refresh nor a check may reach a provider with it.
 */
async function recordMisfits(deps: TokenDeps): Promise<void> {
  const providers = [...deps.providers.values()];
  const misfits = await deps.database.query<Misfit>(
    `SELECT c."companyId", c."connectionType", g.environment
     FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     JOIN unnest($1::text[], $2::text[]) AS ours("connectionType", environment)
       ON ours."connectionType" = c."connectionType" AND ours.environment <> g.environment
     WHERE c."disconnectedAt" IS NULL AND g.state = 'active' ORDER BY c."companyId", c."connectionType"`,
    [providers.map(({ connectionType }) => connectionType), providers.map(({ environment }) => environment)],
  );
  for (let from = 0; from < misfits.length; from += AT_ONCE) {
    await record(deps, misfits.slice(from, from + AT_ONCE));
  }
  if (misfits.length === 0) return;
  const [first] = misfits;
  const fields = { connections: misfits.length, problem: first && problemOf(deps, first) };
  deps.log.warn(fields, "Connections belong to another environment than the configuration names");
}

function record(deps: TokenDeps, misfits: readonly Misfit[]): Promise<void> {
  const atMs = deps.clock.nowMs();
  return deps.database.transaction(async (tx) => {
    for (const misfit of misfits) {
      const { companyId, connectionType } = misfit;
      const message = problemOf(deps, misfit);
      const observed = { companyId, connectionType, message, source: "refresh", atMs } as const;
      await deps.recordHealth(tx, { ...observed, cause: "misconfigured" });
    }
  });
}

function problemOf({ providers }: TokenDeps, { connectionType, environment }: Misfit): string {
  const provider = providers.get(connectionType);
  return (provider && misfitOf(provider, environment)?.message) ?? "";
}

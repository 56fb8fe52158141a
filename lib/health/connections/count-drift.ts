import type { ReadDeps } from "@/lib/db";
import type { WantedScopes } from "@/lib/token";
import { LISTED_TABLES } from "./connection-row";
import { type DriftKind, driftSql } from "./scope-drift-sql";

/** How many live connections' consents differ from what is asked for today, by how they do. */
export async function countDrift(
  { database }: Pick<ReadDeps, "database">,
  wanted: readonly WantedScopes[],
): Promise<Record<DriftKind, number>> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const [counted] = await database.query<Record<DriftKind, number>>(
    `SELECT count(*) FILTER (WHERE ${driftSql({ kind: "missing", wanted }, bind)})::int AS missing,
       count(*) FILTER (WHERE ${driftSql({ kind: "unwanted", wanted }, bind)})::int AS unwanted,
       count(*) FILTER (WHERE ${driftSql({ kind: "ending", wanted }, bind)})::int AS ending
     FROM (SELECT c."connectionType", c."disconnectedAt", g.scope FROM ${LISTED_TABLES}) s`,
    values,
  );
  return counted ?? { missing: 0, unwanted: 0, ending: 0 };
}

import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { recordAudit } from "../record/record";

interface UnsealedDeps {
  database: Database;
  clock: Clock;
}

/** Rows one transaction deletes. */
const STEP_ROWS = 50_000;

/** Whether the log has a chain, by whatever key. Where it has one, only the chain says what may be dropped. */
export async function isSealed(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ sealed: boolean }>('SELECT EXISTS (SELECT 1 FROM "AuditSeal") AS sealed');
  return row?.sealed ?? false;
}

/** How many rows of a log that was never sealed are older than a time; all of them without one. */
export async function countUnsealed(sql: Sql, before?: Date): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'SELECT count(*)::float8 AS count FROM "AuditLog" WHERE $1::timestamptz IS NULL OR "timestamp" < $1',
    [before ?? null],
  );
  return row?.count ?? 0;
}

/**
 * Drops the rows older than `before` of a log that was never sealed, some at a time. Each step's deletion commits with
 * the audit row that says who dropped how many. Nothing proves afterwards what they said.
 *
 * @returns How many rows are gone.
 * @throws {Error} Postgres refuses the deletion: the log was sealed meanwhile.
 */
export async function dropUnsealed(deps: UnsealedDeps, before: Date): Promise<number> {
  let gone = 0;
  for (;;) {
    const step = await deps.database.transaction((tx) => dropNext(tx, deps, before));
    gone += step;
    if (step < STEP_ROWS) return gone;
  }
}

async function dropNext(tx: Sql, { clock }: UnsealedDeps, before: Date): Promise<number> {
  await tx.query("SELECT set_config('countersign.retain_before', $1, true)", [before.toISOString()]);
  const [deleted] = await tx.query<{ count: number }>(
    `WITH gone AS (
       DELETE FROM "AuditLog"
       WHERE id IN (SELECT id FROM "AuditLog" WHERE "timestamp" < $1 ORDER BY "timestamp" LIMIT ${STEP_ROWS})
       RETURNING 1
     ) SELECT count(*)::float8 AS count FROM gone`,
    [before],
  );
  const rows = deleted?.count ?? 0;
  if (rows === 0) return 0;
  await recordAudit(tx, {
    operation: "audit.retain",
    outcome: "success",
    via: ["DELETE", "/audit/retain"],
    responseStatus: 200,
    errorMessage: `${rows} rows that were never sealed, all before ${before.toISOString()}, were dropped.`,
    atMs: clock.nowMs(),
  });
  return rows;
}

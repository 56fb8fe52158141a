import type { Clock } from "@/lib/clock";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordAudit } from "../record/record";
import { anchorSeal } from "../seal/anchor";
import { appendSeal, holdsChain, type SealDeps } from "../seal/seal";
import { NO_HASH } from "../seal/seal-header";

interface RetentionDeps extends SealDeps {
  clock: Clock;
}

/** Sealed ranges at the beginning of the chain, all of whose rows are older than a time. */
export interface Droppable {
  /** The last seal of them; null when there is none. */
  lastSeal: number | null;
  rows: number;
}

/** Rows one transaction deletes, unless a single seal has more. */
const STEP_ROWS = 500_000;

/** What `dropRetained` would drop: never a row that is not sealed, never part of a seal. */
export async function findDroppable(sql: Sql, before: Date): Promise<Droppable> {
  const [found] = await sql.query<{ lastSeal: number | null; rows: number }>(
    `WITH dropped AS (SELECT coalesce(max("droppedTo"), 0) AS number FROM "AuditSeal" WHERE kind = 'retention'),
     kept AS (SELECT min(s.number) AS number FROM "AuditSeal" s, dropped
       WHERE s.kind = 'rows' AND s.number > dropped.number AND s."lastTimestamp" >= $1)
     SELECT max(s.number) AS "lastSeal", coalesce(sum(s."rowCount"), 0)::float8 AS rows
     FROM "AuditSeal" s, dropped, kept
     WHERE s.kind = 'rows' AND s.number > dropped.number AND (kept.number IS NULL OR s.number < kept.number)`,
    [before],
  );
  return found ?? { lastSeal: null, rows: 0 };
}

/**
 * Drops the rows of whole sealed ranges older than `before`, some at a time. Each time a signed link of the chain says
 * which, an audit row says who, and both commit with the deletion. The seals stay, so the chain can still be verified.
 *
 * @returns How many rows are gone.
 * @throws {CountersignError} `invalid_input`: rows of a range are not as many as sealed; nothing of it was dropped.
 */
export async function dropRetained(deps: RetentionDeps, before: Date): Promise<number> {
  let gone = 0;
  for (;;) {
    const step = await deps.database.transaction((tx) => dropNext(tx, deps, before));
    if (!step) return gone;
    gone += step.rows;
    if (deps.anchorFile !== undefined) await anchorSeal(deps.anchorFile, step.link);
  }
}

async function dropNext(tx: Sql, deps: RetentionDeps, before: Date) {
  await waitForChain(tx);
  const { lastSeal } = await findDroppable(tx, before);
  if (lastSeal === null) return undefined;
  const [range] = await tx.query<{ lastSeal: number; rows: number; toPosition: number }>(
    `SELECT number AS "lastSeal", total::float8 AS rows, "toPosition"::float8 AS "toPosition" FROM (
       SELECT number, "toPosition", sum("rowCount") OVER (ORDER BY number) AS total, row_number() OVER (ORDER BY number)
       FROM "AuditSeal" WHERE kind = 'rows' AND number <= $1
         AND number > (SELECT coalesce(max("droppedTo"), 0) FROM "AuditSeal" WHERE kind = 'retention')
     ) s WHERE total <= $2 OR row_number = 1 ORDER BY number DESC LIMIT 1`,
    [lastSeal, STEP_ROWS],
  );
  if (!range) return undefined;
  const [end] = await tx.query<{ toPosition: number }>(
    'SELECT "toPosition"::float8 AS "toPosition" FROM "AuditSeal" ORDER BY number DESC LIMIT 1',
  );
  const position = end?.toPosition ?? range.toPosition;
  const link = await appendSeal(tx, deps.signingKey, {
    kind: "retention",
    fromPosition: position,
    toPosition: position,
    rowCount: 0,
    firstTimestamp: null,
    lastTimestamp: null,
    rowsHash: NO_HASH,
    digests: Buffer.alloc(0),
    droppedTo: range.lastSeal,
  });
  const [deleted] = await tx.query<{ count: number }>(
    `WITH gone AS (DELETE FROM "AuditLog" WHERE "position" <= $1 RETURNING 1) SELECT count(*)::float8 AS count FROM gone`,
    [range.toPosition],
  );
  if (deleted?.count !== range.rows) throw notAsSealed(range.lastSeal, range.rows, deleted?.count ?? 0);
  await auditRetention(tx, deps, range, before);
  return { rows: range.rows, link };
}

async function waitForChain(tx: Sql): Promise<void> {
  while (!(await holdsChain(tx))) await new Promise((resolve) => setTimeout(resolve, 50));
}

function notAsSealed(seal: number, sealed: number, found: number): CountersignError {
  const counts = `${sealed} rows were sealed up to seal ${seal}, but ${found} are there`;
  return new CountersignError("invalid_input", `Nothing was dropped: ${counts}. Run: audit verify.`);
}

async function auditRetention(
  tx: Sql,
  { clock }: RetentionDeps,
  range: { lastSeal: number; rows: number },
  before: Date,
): Promise<void> {
  await recordAudit(tx, {
    operation: "audit.retain",
    outcome: "success",
    via: ["DELETE", "/audit/retain"],
    responseStatus: 200,
    errorMessage: `${range.rows} rows up to seal ${range.lastSeal}, all before ${before.toISOString()}, were dropped.`,
    atMs: clock.nowMs(),
  });
}

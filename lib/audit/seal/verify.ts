import { setImmediate as nextTurn } from "node:timers/promises";
import { type AuditLog, type AuditSeal, type Database, newId, type Sql } from "@/lib/db";
import type { Anchored } from "./anchor";
import { RowsHash } from "./canonical";
import { type AuditProblem, ChainCheck } from "./chain-check";
import { diagnose } from "./diagnose";
import { findSeals, type Seal } from "./seal-header";
import { sealedRowPages } from "./sealed-rows";
import type { PublicKey } from "./signing-key";

export interface VerifyDeps {
  database: Database;
  publicKeys: readonly PublicKey[];
}

interface VerifyOptions {
  /** Rows of seals outside this time are left out; the links of the chain are checked all the same. */
  from?: Date | undefined;
  to?: Date | undefined;
  anchor?: readonly Anchored[];
  onProgress?: (progress: { done: number; total: number }) => void;
}

export interface Verification {
  /** Links of the chain. */
  seals: number;
  /** Rows that are as they were sealed. */
  rows: number;
  sealedTo: string | null;
  /** The last seal whose rows were dropped by retention; null when none were. */
  droppedTo: number | null;
  /** Rows since the last seal, of which nothing is known. */
  unsealedRows: number;
  /** In the order of the chain; empty when all is as sealed. */
  problems: AuditProblem[];
}

/** Rows of neighbouring seals that are read together. */
const GROUP_ROWS = 50_000;

/**
 * Checks the whole chain and the rows it covers against the database. Memory stays flat.
 *
 * @see docs/audit-format.md
 */
export async function verifyAudit(deps: VerifyDeps, options: VerifyOptions = {}): Promise<Verification> {
  const sql = deps.database;
  const check = new ChainCheck(deps.publicKeys, options.anchor);
  const dropped = await droppedBy(sql, check);
  const [total] = await sql.query<{ rows: number }>(
    'SELECT coalesce(sum("rowCount"), 0)::float8 AS rows FROM "AuditSeal" WHERE number > $1',
    [dropped?.number ?? 0],
  );
  let rows = 0;
  let seals = 0;
  for (;;) {
    const page = await findSeals(sql, "number > $1", [check.head?.number ?? 0]);
    if (page.length === 0) break;
    for (const seal of page) check.add(seal);
    seals += page.length;
    for (const group of groups(page.filter((seal) => isWanted(seal, dropped, options)))) {
      rows += await verifyRows(sql, group, check);
      options.onProgress?.({ done: rows, total: total?.rows ?? 0 });
      await nextTurn();
    }
  }
  check.finish();
  const { head } = check;
  await checkOutside(sql, check, dropped);
  if (!head) check.report(null, "Nothing is sealed, so nothing can be verified.");
  return {
    seals,
    rows,
    sealedTo: head?.sealedAt ?? null,
    droppedTo: dropped?.number ?? null,
    unsealedRows: await countAfter(sql, head?.toPosition ?? 0),
    problems: check.problems,
  };
}

/** Keeps what came of verifying the whole chain, for the audit page. */
export async function recordVerification(sql: Sql, { seals, problems }: Verification): Promise<void> {
  await sql.query(
    'INSERT INTO "AuditVerification" (id, "verifiedAt", "sealNumber", problem) VALUES ($1, now(), $2, $3)',
    [newId(), seals, problems[0]?.message ?? null],
  );
}

/** The last seal whose rows a genuine retention link dropped. A forged link counts for nothing. */
async function droppedBy(sql: Sql, check: ChainCheck): Promise<Seal | undefined> {
  let number = 0;
  for (let after = 0; ; ) {
    const page = await findSeals(sql, "kind = 'retention' AND number > $1", [after]);
    for (const link of page) {
      if (check.isGenuine(link)) number = Math.max(number, link.droppedTo ?? 0);
      after = link.number;
    }
    if (page.length === 0) break;
  }
  const [seal] = number === 0 ? [] : await findSeals(sql, "number = $1", [number]);
  return seal;
}

function isWanted(seal: Seal, dropped: Seal | undefined, { from, to }: VerifyOptions): boolean {
  const { firstTimestamp: first, lastTimestamp: last } = seal;
  if (seal.kind !== "rows" || seal.number <= (dropped?.number ?? 0)) return false;
  if (first === null || last === null) return true;
  return !(from && last < from.toISOString()) && !(to && first > to.toISOString());
}

/** Runs of seals that follow one another, not too many rows together. */
function groups(seals: readonly Seal[]): Seal[][] {
  const made: Seal[][] = [];
  let rows = 0;
  for (const seal of seals) {
    const group = made.at(-1);
    rows += seal.rowCount;
    if (group && rows <= GROUP_ROWS && group.at(-1)?.toPosition === seal.fromPosition) group.push(seal);
    else {
      made.push([seal]);
      rows = seal.rowCount;
    }
  }
  return made;
}

/** @returns How many rows were as sealed. */
async function verifyRows(sql: Sql, seals: readonly Seal[], check: ChainCheck): Promise<number> {
  const [first, last] = [seals[0], seals.at(-1)];
  if (!first || !last) return 0;
  const stored = await digestsOf(sql, first, last);
  let index = 0;
  let actual = new RowsHash();
  let sound = 0;
  const finishSeal = async () => {
    const seal = seals[index++] as Seal;
    const { count } = actual;
    const { rowsHash, digests } = actual.finish();
    actual = new RowsHash();
    const kept = stored.get(seal.number) ?? Buffer.alloc(0);
    if (rowsHash !== seal.rowsHash || count !== seal.rowCount) {
      const { rowId, message } = await diagnose(sql, seal, kept);
      check.report(seal.number, message, rowId);
    } else if (!kept.equals(digests)) {
      check.report(
        seal.number,
        `The digests beside seal ${seal.number} were altered; its rows are as sealed.`,
      );
    } else sound += count;
  };
  for await (const page of sealedRowPages(sql, first.fromPosition, last.toPosition)) {
    for (const row of page) {
      while (row.position > (seals[index]?.toPosition ?? Number.POSITIVE_INFINITY)) await finishSeal();
      actual.add(row);
    }
  }
  while (index < seals.length) await finishSeal();
  return sound;
}

async function digestsOf(sql: Sql, first: Seal, last: Seal): Promise<Map<number, Buffer>> {
  const rows = await sql.query<Pick<AuditSeal, "number"> & { digests: Buffer }>(
    'SELECT number, digests FROM "AuditSeal" WHERE number BETWEEN $1 AND $2',
    [first.number, last.number],
  );
  return new Map(rows.map(({ number, digests }) => [number, digests]));
}

/** Rows where none may be: below what is sealed or dropped, and beyond what the database has assigned. */
async function checkOutside(sql: Sql, check: ChainCheck, dropped: Seal | undefined): Promise<void> {
  const [below] = await sql.query<Pick<AuditLog, "id">>(
    'SELECT id FROM "AuditLog" WHERE "position" <= $1 ORDER BY "position" LIMIT 1',
    [dropped?.toPosition ?? 0],
  );
  const before = dropped ? "a range that retention dropped" : "what was sealed first";
  if (below) check.report(dropped?.number ?? null, `Row ${below.id} was put into ${before}.`, below.id);
  const [beyond] = await sql.query<Pick<AuditLog, "id">>(
    `SELECT id FROM "AuditLog" WHERE "position" > (SELECT last_value FROM "AuditLog_position_seq")
     ORDER BY "position" DESC LIMIT 1`,
  );
  if (beyond)
    check.report(null, `Row ${beyond.id} has a position that the database did not assign.`, beyond.id);
}

async function countAfter(sql: Sql, position: number): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM "AuditLog" WHERE "position" > $1',
    [position],
  );
  return row?.count ?? 0;
}

import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import {
  type EncryptedRow,
  type EncryptedTable,
  encryptedRowSql,
  encryptedTables,
  encryptionContext,
  keyOfRowSql,
} from "./encrypted-tables";
import type { Keyring } from "./keyring";

/** Long enough to be quick, short enough that no refresh waits noticeably for a batch's row locks. */
const BATCH_ROWS = 250;
/** Rows that moved under a batch get further tries; a process that still seals with an old key must not keep us. */
const MAX_PASSES = 5;

interface RotateKeysDeps {
  database: Database;
  keyring: Keyring;
  clock: Clock;
}

interface RotateKeysOptions {
  batchRows?: number;
  /** Told after each batch: rows under the current key by now, of those that were not at the start. */
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Ends the run after the batch under way; the next run goes on with what is left. */
  signal?: AbortSignal;
}

/** A row that no configured key opens. It is left as it is. */
interface UnreadableRow {
  table: string;
  rowId: string;
  reason: string;
}

export interface KeyRotation {
  /** Rows encrypted anew by this run. */
  reencrypted: number;
  unreadable: UnreadableRow[];
  /** Rows still under another key at the end, the unreadable ones included. */
  left: number;
}

/**
 * Encrypts every stored secret that another key encrypted with the current key, while the service runs: each row is
 * swapped only if its ciphertext is still the one that was read, so a concurrent refresh wins. The keyed hash of an id
 * is swapped with it. A run that is killed leaves whole rows of either key; the next one goes on with what is left.
 *
 * Two audit rows a run say that it began, and how many rows were encrypted anew.
 */
export async function rotateKeys(deps: RotateKeysDeps, options: RotateKeysOptions): Promise<KeyRotation> {
  const { keyring, database } = deps;
  const total = await countLeft(database, keyring);
  const run = new Run(deps, options, total);
  // Nothing is changed that the audit log can't say was begun.
  if (total > 0) await run.record("success", "Begun.");
  try {
    for (const table of encryptedTables) await run.rotateTable(table);
  } catch (error) {
    await run.record("failure", error instanceof Error ? error.message : "unknown").catch(() => {});
    throw error;
  }
  const left = await countLeft(database, keyring);
  const { reencrypted } = run;
  const unreadable = [...run.unreadable.values()];
  if (left === 0) await run.record("success");
  else await run.record("failure", leftBehind(left, unreadable));
  return { reencrypted, unreadable, left };
}

/** A row as it was read, and as it is to be. */
interface Reencrypted {
  id: string;
  was: Buffer;
  encrypted: Buffer;
  hash: Buffer | null;
}

class Run {
  reencrypted = 0;
  /** By table and id: a later pass meets the same rows again. */
  readonly unreadable = new Map<string, UnreadableRow>();
  private readonly startedMs: number;

  constructor(
    private readonly deps: RotateKeysDeps,
    private readonly options: RotateKeysOptions,
    private readonly total: number,
  ) {
    this.startedMs = deps.clock.nowMs();
  }

  async rotateTable(table: EncryptedTable): Promise<void> {
    for (let pass = 1; pass <= MAX_PASSES; pass++) {
      // A batch passes over locked rows, because waiting for one while holding others could deadlock. Those few
      // are then taken one at a time.
      const batchRows = pass === 1 ? (this.options.batchRows ?? BATCH_ROWS) : 1;
      if (!(await this.pass(table, batchRows))) return;
    }
  }

  /** @returns Whether rows were left that could be tried again. */
  private async pass(table: EncryptedTable, batchRows: number): Promise<boolean> {
    let missed = 0;
    for (let after = ""; !this.options.signal?.aborted; ) {
      const rows = await readRows(
        this.deps.database,
        table,
        this.deps.keyring.currentKeyId,
        after,
        batchRows,
      );
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      const encrypted = rows.flatMap((row) => this.reencrypt(table, row) ?? []);
      const swapped = await swap(this.deps.database, table, this.deps.keyring.currentKeyId, encrypted);
      missed += encrypted.length - swapped;
      this.reencrypted += swapped;
      this.options.onProgress?.({ done: this.reencrypted, total: this.total });
    }
    return missed > 0 && !this.options.signal?.aborted;
  }

  private reencrypt(table: EncryptedTable, row: EncryptedRow): Reencrypted | undefined {
    const { keyring } = this.deps;
    try {
      const context = encryptionContext(keyring, table, row);
      const text = keyring.decrypt(row.encrypted, context);
      const hash = table.hashColumn ? keyring.hashesOf(text)[0] : null;
      return { id: row.id, was: row.encrypted, encrypted: keyring.encrypt(text, context), hash };
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      this.unreadable.set(`${table.place} ${row.id}`, { table: table.place, rowId: row.id, reason });
      return undefined;
    }
  }

  async record(outcome: "success" | "failure", ...problem: string[]): Promise<void> {
    const { database, clock } = this.deps;
    const atMs = clock.nowMs();
    await recordAudit(database, {
      operation: "keys.rotate",
      outcome,
      via: ["POST", "/keys/rotate"],
      responseStatus: outcome === "success" ? 200 : 500,
      responseTimeMs: atMs - this.startedMs,
      errorMessage: [`${this.reencrypted} of ${this.total} rows re-encrypted.`, ...problem].join(" "),
      atMs,
    });
  }
}

async function countLeft(sql: Sql, { currentKeyId }: Keyring): Promise<number> {
  const parts = encryptedTables.map(
    (column) => `SELECT ${keyOfRowSql(column)} AS "keyId" FROM "${column.table}"`,
  );
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${parts.join(" UNION ALL ")}) encrypted WHERE "keyId" <> $1`,
    [currentKeyId],
  );
  return row?.count ?? 0;
}

function readRows(
  sql: Sql,
  table: EncryptedTable,
  currentKeyId: string,
  after: string,
  limit: number,
): Promise<EncryptedRow[]> {
  return sql.query<EncryptedRow>(
    `SELECT ${encryptedRowSql(table)}
     FROM "${table.table}" WHERE ${keyOfRowSql(table)} <> $1 AND id > $2 ORDER BY id LIMIT $3`,
    [currentKeyId, after, limit],
  );
}

/** @returns How many rows were still as they had been read, and are now under the current key. */
async function swap(
  sql: Sql,
  { table, field, namesKey, hashColumn }: EncryptedTable,
  currentKeyId: string,
  rows: readonly Reencrypted[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const asRead = `r.id = s.id AND r."${field}" = s.was`;
  const changes = [
    `"${field}" = s.encrypted`,
    ...(namesKey ? [`"keyId" = $1`] : []),
    ...(hashColumn ? [`"${hashColumn}" = s.hash`] : []),
  ];
  const swapped = await sql.query(
    `WITH s AS (
       SELECT * FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::bytea[]) AS s (id, was, encrypted, hash)
       WHERE $1::text IS NOT NULL
     ), free AS (
       SELECT r.id FROM "${table}" r JOIN s ON ${asRead} FOR UPDATE OF r${rows.length > 1 ? " SKIP LOCKED" : ""}
     )
     UPDATE "${table}" r SET ${changes.join(", ")}
     FROM s JOIN free ON free.id = s.id WHERE ${asRead} RETURNING 1`,
    [
      currentKeyId,
      rows.map(({ id }) => id),
      rows.map(({ was }) => was),
      rows.map(({ encrypted }) => encrypted),
      rows.map(({ hash }) => hash),
    ],
  );
  return swapped.length;
}

function leftBehind(left: number, unreadable: KeyRotation["unreadable"]): string {
  const names = unreadable.map(({ table, rowId }) => `${table} "${rowId}"`).join(", ");
  const why = unreadable.length > 0 ? ` No configured key opens ${unreadable.length}: ${names}.` : "";
  return `${left} rows are not under the current key.${why}`;
}

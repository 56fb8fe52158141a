import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { type EncryptedTable, encryptedTables } from "./encrypted-tables";
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
 * swapped only if its generation and key are still the ones that were read, so a concurrent refresh wins. A run
 * that is killed leaves whole rows of either key; the next one goes on with what is left.
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

interface EncryptedRow {
  id: string;
  provider: string;
  subject: string;
  encrypted: Buffer;
  keyId: string;
  /** 0 where the table has none. */
  generation: number;
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

  private reencrypt({ table, field }: EncryptedTable, row: EncryptedRow): EncryptedRow | undefined {
    const { keyring } = this.deps;
    const context = { table, field, rowId: row.id, provider: row.provider, subject: row.subject };
    try {
      return { ...row, encrypted: keyring.encrypt(keyring.decrypt(row.encrypted, context), context) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      this.unreadable.set(`${table} ${row.id}`, { table, rowId: row.id, reason });
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
  const parts = encryptedTables.map(({ table }) => `SELECT "keyId" FROM "${table}"`);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${parts.join(" UNION ALL ")}) encrypted WHERE "keyId" <> $1`,
    [currentKeyId],
  );
  return row?.count ?? 0;
}

function readRows(
  sql: Sql,
  { table, field, providerSql, subjectColumn, generationColumn }: EncryptedTable,
  currentKeyId: string,
  after: string,
  limit: number,
): Promise<EncryptedRow[]> {
  const generation = generationColumn ? `"${generationColumn}"` : "0";
  return sql.query<EncryptedRow>(
    `SELECT id, ${providerSql} AS provider, "${subjectColumn}" AS subject, "${field}" AS encrypted, "keyId",
       ${generation} AS generation
     FROM "${table}" WHERE "keyId" <> $1 AND id > $2 ORDER BY id LIMIT $3`,
    [currentKeyId, after, limit],
  );
}

/** @returns How many rows were still as they had been read, and are now under the current key. */
async function swap(
  sql: Sql,
  { table, field, generationColumn }: EncryptedTable,
  currentKeyId: string,
  rows: EncryptedRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const asRead = `r.id = s.id AND r."keyId" = s."keyId"${
    generationColumn ? ` AND r."${generationColumn}" = s.generation` : ""
  }`;
  const swapped = await sql.query(
    `WITH s AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::int[], $5::bytea[]) AS s (id, "keyId", generation, encrypted)
     ), free AS (
       SELECT r.id FROM "${table}" r JOIN s ON ${asRead} FOR UPDATE OF r${rows.length > 1 ? " SKIP LOCKED" : ""}
     )
     UPDATE "${table}" r SET "${field}" = s.encrypted, "keyId" = $1
     FROM s JOIN free ON free.id = s.id WHERE ${asRead} RETURNING 1`,
    [
      currentKeyId,
      rows.map(({ id }) => id),
      rows.map(({ keyId }) => keyId),
      rows.map(({ generation }) => generation),
      rows.map(({ encrypted }) => encrypted),
    ],
  );
  return swapped.length;
}

function leftBehind(left: number, unreadable: KeyRotation["unreadable"]): string {
  const names = unreadable.map(({ table, rowId }) => `${table} "${rowId}"`).join(", ");
  const why = unreadable.length > 0 ? ` No configured key opens ${unreadable.length}: ${names}.` : "";
  return `${left} rows are not under the current key.${why}`;
}

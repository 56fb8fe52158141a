import type { Database, Sql } from "@/lib/db";
import { anchorSeal } from "./anchor";
import { RowsHash, sha256 } from "./canonical";
import { findHead, hashOf, headerBytes, NO_HASH, type SealHeader } from "./seal-header";
import { sealedRowPages } from "./sealed-rows";
import { settledPosition } from "./settled-position";
import type { SigningKey } from "./signing-key";

export interface SealDeps {
  database: Database;
  signingKey: SigningKey;
  /** File outside the database that learns of every seal. */
  anchorFile?: string | undefined;
}

interface SealOptions {
  /** Rows one seal covers at most. */
  maxRows?: number;
  /** How long open transactions that write audit rows are waited for, before sealing is left to the next time. */
  patienceMs?: number;
}

/** What one run sealed. */
export interface Sealed {
  seals: number;
  rows: number;
}

/** Any constant: one sealer, or retention, at a time over all processes. */
const LOCK = "SELECT pg_try_advisory_xact_lock(4839201) AS mine";

/**
 * Seals every row that is settled: hashes them in the order of their positions, chains the hash to the seal before,
 * signs it and tells the anchor. Does nothing while another process does it.
 *
 * @see docs/audit-format.md
 */
export async function sealAudit(deps: SealDeps, options: SealOptions = {}): Promise<Sealed> {
  const { maxRows = 100_000, patienceMs = 2_000 } = options;
  const sealed: Sealed = { seals: 0, rows: 0 };
  for (;;) {
    const seal = await deps.database.transaction((tx) => sealNext(tx, deps.signingKey, maxRows, patienceMs));
    if (!seal) return sealed;
    sealed.seals++;
    sealed.rows += seal.rowCount;
    if (deps.anchorFile !== undefined) await anchorSeal(deps.anchorFile, seal);
    if (seal.rowCount < maxRows) return sealed;
  }
}

async function sealNext(
  tx: Sql,
  key: SigningKey,
  maxRows: number,
  patienceMs: number,
): Promise<SealHeader | undefined> {
  if (!(await holdsChain(tx))) return undefined;
  const settled = await settledPosition(tx, patienceMs);
  const head = await findHead(tx);
  const fromPosition = head?.toPosition ?? 0;
  if (settled === undefined || settled <= fromPosition) return undefined;
  const { rows, toPosition } = await hashRows(tx, fromPosition, settled, maxRows);
  if (rows.count === 0) return undefined;
  const { count: rowCount, firstTimestamp, lastTimestamp } = rows;
  const range = { fromPosition, toPosition, rowCount, firstTimestamp, lastTimestamp, ...rows.finish() };
  return appendSeal(tx, key, { kind: "rows", droppedTo: null, ...range });
}

async function hashRows(tx: Sql, fromPosition: number, settled: number, maxRows: number) {
  const rows = new RowsHash();
  for await (const page of sealedRowPages(tx, fromPosition, settled)) {
    for (const row of page) {
      rows.add(row);
      if (rows.count === maxRows) return { rows, toPosition: row.position };
    }
  }
  // Up to the settled position nothing more can come: what appears there later was put there.
  return { rows, toPosition: settled };
}

/** Whether this transaction may append to the chain; the right ends with it. */
export async function holdsChain(tx: Sql): Promise<boolean> {
  const [lock] = await tx.query<{ mine: boolean }>(LOCK);
  return lock?.mine === true;
}

type NewSeal = Omit<SealHeader, "number" | "previousHash" | "digestsHash" | "sealedAt" | "keyId"> & {
  digests: Buffer;
};

/** Signs a link and appends it to the chain, which the caller's transaction holds. */
export async function appendSeal(tx: Sql, key: SigningKey, seal: NewSeal): Promise<SealHeader> {
  const head = await findHead(tx);
  const [now] = await tx.query<{ at: Date }>("SELECT date_trunc('milliseconds', clock_timestamp()) AS at");
  const { digests, ...rest } = seal;
  const header: SealHeader = {
    ...rest,
    number: (head?.number ?? 0) + 1,
    previousHash: head ? hashOf(head) : NO_HASH,
    digestsHash: sha256(digests).toString("hex"),
    sealedAt: (now?.at ?? new Date()).toISOString(),
    keyId: key.keyId,
  };
  await tx.query(
    `INSERT INTO "AuditSeal" (number, kind, "previousHash", "fromPosition", "toPosition", "rowCount",
       "firstTimestamp", "lastTimestamp", "rowsHash", digests, "digestsHash", "droppedTo", "sealedAt", "keyId", signature)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      header.number,
      header.kind,
      header.previousHash,
      header.fromPosition,
      header.toPosition,
      header.rowCount,
      header.firstTimestamp,
      header.lastTimestamp,
      header.rowsHash,
      digests,
      header.digestsHash,
      header.droppedTo,
      header.sealedAt,
      header.keyId,
      key.sign(headerBytes(header)),
    ],
  );
  return header;
}

import type { Sql } from "@/lib/db";
import { sha256 } from "./canonical";

/** One link of the chain: what is hashed and signed. Times are ISO 8601 with milliseconds, UTC. */
export interface SealHeader {
  number: number;
  kind: "rows" | "retention";
  previousHash: string;
  /** Exclusive. */
  fromPosition: number;
  /** Inclusive. */
  toPosition: number;
  rowCount: number;
  firstTimestamp: string | null;
  lastTimestamp: string | null;
  rowsHash: string;
  digestsHash: string;
  /** The last seal whose rows were dropped; null but for a retention. */
  droppedTo: number | null;
  sealedAt: string;
  keyId: string;
}

/** A link as it is stored. */
export interface Seal extends SealHeader {
  signature: Buffer;
}

export const NO_HASH = "0".repeat(64);

/** What Ed25519 signs. @see docs/audit-format.md */
export function headerBytes(header: SealHeader): Buffer {
  return Buffer.from(
    JSON.stringify([
      "countersign-seal-1",
      header.number,
      header.kind,
      header.previousHash,
      header.fromPosition,
      header.toPosition,
      header.rowCount,
      header.firstTimestamp,
      header.lastTimestamp,
      header.rowsHash,
      header.digestsHash,
      header.droppedTo,
      header.sealedAt,
      header.keyId,
    ]),
  );
}

/** What the next seal and an anchor name. */
export function hashOf(header: SealHeader): string {
  return sha256(headerBytes(header)).toString("hex");
}

const iso = (column: string) =>
  `to_char("${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${column}"`;

/** A select list that yields {@link Seal}s. */
const SEAL_COLUMNS = `number, kind, "previousHash", "fromPosition"::float8 AS "fromPosition",
  "toPosition"::float8 AS "toPosition", "rowCount", ${iso("firstTimestamp")}, ${iso("lastTimestamp")}, "rowsHash",
  "digestsHash", "droppedTo", ${iso("sealedAt")}, "keyId", signature`;

/** Seals by number, without their digests. @param condition SQL after WHERE. */
export function findSeals(
  sql: Sql,
  condition: string,
  values: readonly unknown[],
  order: "ASC" | "DESC" = "ASC",
): Promise<Seal[]> {
  return sql.query<Seal>(
    `SELECT ${SEAL_COLUMNS} FROM "AuditSeal" WHERE ${condition} ORDER BY number ${order} LIMIT ${SEALS_PAGE}`,
    values,
  );
}

const SEALS_PAGE = 500;

/** The newest link, undefined when there is none. */
export async function findHead(sql: Sql): Promise<Seal | undefined> {
  const [head] = await sql.query<Seal>(
    `SELECT ${SEAL_COLUMNS} FROM "AuditSeal" ORDER BY number DESC LIMIT 1`,
  );
  return head;
}

/** Every link with its digests, in order, a few at a time. */
export async function* everySeal(sql: Sql): AsyncGenerator<Seal & { digests: Buffer }> {
  for (let after = 0; ; ) {
    const page = await sql.query<Seal & { digests: Buffer }>(
      `SELECT ${SEAL_COLUMNS}, digests FROM "AuditSeal" WHERE number > $1 ORDER BY number LIMIT 20`,
      [after],
    );
    const last = page.at(-1);
    if (!last) return;
    yield* page;
    after = last.number;
  }
}

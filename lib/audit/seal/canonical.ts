import { createHash, hash } from "node:crypto";

/** What a seal covers of one audit row. Times are ISO 8601 with milliseconds, UTC. */
export interface EncryptedRow {
  position: number;
  id: string;
  timestamp: string;
  userId: string;
  companyId: string;
  apiEndpoint: string;
  connectionType: string;
  requestMethod: string;
  responseStatus: number;
  ipAddress: string;
  userAgent: string;
  errorMessage: string | null;
  responseTime: number | null;
  operation: string;
  actorKind: string;
  outcome: string;
  requestId: string | null;
  providerRef: string | null;
  generation: number | null;
  apiKeyId: string | null;
}

/** Every column of `AuditLog`, in the order of the canonical form. The last one counts only where it holds something. */
export const SEALED_FIELDS = [
  "position",
  "id",
  "timestamp",
  "userId",
  "companyId",
  "apiEndpoint",
  "connectionType",
  "requestMethod",
  "responseStatus",
  "ipAddress",
  "userAgent",
  "errorMessage",
  "responseTime",
  "operation",
  "actorKind",
  "outcome",
  "requestId",
  "providerRef",
  "generation",
  "apiKeyId",
] as const satisfies readonly (keyof EncryptedRow)[];

/** A select list that yields {@link EncryptedRow}s. A position is exact as a number: 2^53 rows are far. */
export const SEALED_COLUMNS = SEALED_FIELDS.map((field) => {
  if (field === "position") return 'a."position"::float8 AS "position"';
  if (field === "timestamp")
    return `to_char(a."timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "timestamp"`;
  return `a."${field}"`;
}).join(", ");

/**
 * A row's canonical form: one JSON array without white space, strings escaped as JSON.stringify does.
 *
 * @see docs/audit-format.md, RFC 8785 §3.2.2
 */
export function canonicalRow(row: EncryptedRow): string {
  const values = SEALED_FIELDS.map((field) => row[field]);
  if (row.apiKeyId === null) values.pop();
  return JSON.stringify(values);
}

export function sha256(data: string | Buffer): Buffer {
  return hash("sha256", data, "buffer");
}

/** Bytes of a row's SHA-256 that a seal keeps to tell which row is not as sealed. */
export const DIGEST_BYTES = 16;

/** Hashes the rows of one seal, in the order of their positions. */
export class RowsHash {
  count = 0;
  firstTimestamp: string | null = null;
  lastTimestamp: string | null = null;
  private readonly hash = createHash("sha256");
  private digests = Buffer.alloc(64 * DIGEST_BYTES);

  add(row: EncryptedRow): void {
    const digest = sha256(canonicalRow(row));
    this.hash.update(digest);
    const end = this.count++ * DIGEST_BYTES;
    if (end === this.digests.length) this.digests = Buffer.concat([this.digests, Buffer.alloc(end)]);
    digest.copy(this.digests, end, 0, DIGEST_BYTES);
    const { timestamp } = row;
    if (this.firstTimestamp === null || timestamp < this.firstTimestamp) this.firstTimestamp = timestamp;
    if (this.lastTimestamp === null || timestamp > this.lastTimestamp) this.lastTimestamp = timestamp;
  }

  finish(): { rowsHash: string; digests: Buffer } {
    return {
      rowsHash: this.hash.digest("hex"),
      digests: Buffer.from(this.digests.subarray(0, this.count * DIGEST_BYTES)),
    };
  }
}

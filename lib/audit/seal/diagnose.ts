import type { Sql } from "@/lib/db";
import { canonicalRow, DIGEST_BYTES, sha256 } from "./canonical";
import type { AuditProblem } from "./chain-check";
import type { Seal } from "./seal-header";
import { sealedRowPages } from "./sealed-rows";

const hexOf = (digest: Buffer) => digest.toString("hex");

/** Names the first row of a seal that is not as it was sealed. */
export async function diagnose(sql: Sql, seal: Seal, digests: Buffer): Promise<AuditProblem> {
  const { number } = seal;
  const problem = (message: string, rowId: string | null = null) => ({ sealNumber: number, rowId, message });
  if (sha256(digests).toString("hex") !== seal.digestsHash)
    return problem(
      `Rows of seal ${number} are not as sealed; its digests were altered too, so none can be named.`,
    );
  const expected = Array.from({ length: digests.length / DIGEST_BYTES }, (_, index) =>
    hexOf(digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES)),
  );
  const wanted = new Set(expected);
  const found = new Map<string, string>();
  let foreign: { id: string; after: number } | undefined;
  let doubled: string | undefined;
  let count = 0;
  for await (const page of sealedRowPages(sql, seal.fromPosition, seal.toPosition)) {
    for (const row of page) {
      const digest = hexOf(sha256(canonicalRow(row)).subarray(0, DIGEST_BYTES));
      if (found.has(digest)) doubled ??= row.id;
      else if (!wanted.has(digest)) foreign ??= { id: row.id, after: count };
      found.set(digest, row.id);
      count++;
    }
  }
  const missing = expected.findIndex((digest) => !found.has(digest));
  if (foreign && missing === foreign.after)
    return problem(
      `Row ${foreign.id} (number ${missing + 1} of seal ${number}) was changed after it was sealed.`,
      foreign.id,
    );
  if (foreign && (missing === -1 || foreign.after < missing))
    return problem(`Row ${foreign.id} was not there when seal ${number} was made.`, foreign.id);
  if (missing >= 0) return problem(...missingRow(number, missing, expected, found));
  const told = doubled
    ? `Row ${doubled} of seal ${number} is there twice.`
    : `Seal ${number} does not fit its rows.`;
  return problem(told, doubled ?? null);
}

/** A deleted row has left only its digest: its neighbour says where it was. */
function missingRow(
  number: number,
  missing: number,
  expected: string[],
  found: Map<string, string>,
): [string, string | null] {
  const before = found.get(expected[missing - 1] ?? "");
  const place = before ? `, after row ${before},` : "";
  const gone = expected.filter((digest) => !found.has(digest)).length;
  return [
    `Row number ${missing + 1} of seal ${number}${place} is missing or was changed (${gone} of ${expected.length} are).`,
    null,
  ];
}

import { z } from "zod";
import type { Anchored } from "./anchor";
import { canonicalRow, DIGEST_BYTES, type EncryptedRow, sha256 } from "./canonical";
import { type AuditProblem, ChainCheck } from "./chain-check";
import { type FileSeal, hasOwnDigests, linesOf, parseJson, readSeals } from "./seals-file";
import type { PublicKey } from "./signing-key";

interface FileQuestion {
  /** An export in JSONL. */
  file: string;
  /** The seals, as `audit seals` writes them. */
  seals: string;
  publicKeys: readonly PublicKey[];
  anchor?: readonly Anchored[];
  /** Demand every sealed row, whatever filter the file says it was made with. */
  complete?: boolean;
}

export interface FileVerification {
  seals: number;
  /** Rows of the file that are as they were sealed. */
  rows: number;
  /** Rows of the file that no seal covers yet. */
  unsealedRows: number;
  /** Whether it was also checked that no sealed row is absent. */
  complete: boolean;
  problems: AuditProblem[];
}

const text = z.string();
const int = z.int();
const rowLine = z.strictObject({
  position: int,
  id: text,
  timestamp: text,
  userId: text,
  companyId: text,
  apiEndpoint: text,
  connectionType: text,
  requestMethod: text,
  responseStatus: int,
  ipAddress: text,
  userAgent: text,
  errorMessage: text.nullable(),
  responseTime: int.nullable(),
  operation: text,
  actorKind: text,
  outcome: text,
  requestId: text.nullable(),
  providerRef: text.nullable(),
  generation: int.nullable(),
  // Exports of earlier versions have no such field.
  apiKeyId: text.nullable().default(null),
}) satisfies z.ZodType<EncryptedRow>;
const headLine = z.object({ export: z.object({ filter: text, sealNumber: int }) });
const endLine = z.object({ end: z.object({ rows: int, truncated: z.boolean() }) });

/**
 * Checks an export against the chain of seals, without any database. Rows may come in any order. Memory holds the
 * seals' digests, 16 bytes a sealed row, and no row.
 *
 * @throws {CountersignError} `invalid_input`: a file can't be read, or the seals' file holds something else.
 */
export async function verifyFile(question: FileQuestion): Promise<FileVerification> {
  const check = new ChainCheck(question.publicKeys, question.anchor);
  const seals = await readChain(question.seals, check);
  const rows = new RowsOfFile(seals, check);
  await rows.read(question.file);
  const everything = rows.filter !== undefined && [...new URLSearchParams(rows.filter).keys()].length === 1;
  const unfiltered = everything && new URLSearchParams(rows.filter).get("since") === "all";
  const complete = question.complete === true || (unfiltered && !rows.truncated);
  if (complete) rows.reportAbsent(question.complete ? (check.head?.number ?? 0) : rows.sealNumber);
  const { sound, unsealed } = rows;
  return {
    seals: check.head?.number ?? 0,
    rows: sound,
    unsealedRows: unsealed,
    complete,
    problems: check.problems,
  };
}

/** A seal's digests, made ready for looking rows up. */
interface SealIndex extends Pick<FileSeal, "number" | "fromPosition" | "toPosition"> {
  digests: Buffer;
  /** Whether the file has the row, by its place in the seal. */
  seen: Uint8Array;
  /** Places by digest; made when the first row of the seal comes. */
  places?: Map<string, number>;
}

async function readChain(path: string, check: ChainCheck): Promise<SealIndex[]> {
  const seals: SealIndex[] = [];
  let droppedTo = 0;
  for await (const seal of readSeals(path)) {
    check.add(seal);
    if (seal.kind === "retention") {
      if (check.isGenuine(seal)) droppedTo = Math.max(droppedTo, seal.droppedTo ?? 0);
      continue;
    }
    const sound = hasOwnDigests(seal) && seal.digests.length === seal.rowCount * DIGEST_BYTES;
    if (!sound) check.report(seal.number, `The digests beside seal ${seal.number} were altered.`);
    const { number, fromPosition, toPosition, digests } = seal;
    seals.push({ number, fromPosition, toPosition, digests, seen: new Uint8Array(seal.rowCount) });
  }
  check.finish();
  if (!check.head) check.report(null, `${path} holds no seal, so nothing can be verified.`);
  return seals.filter(({ number }) => number > droppedTo);
}

class RowsOfFile {
  sound = 0;
  unsealed = 0;
  filter: string | undefined;
  sealNumber = 0;
  truncated = false;

  constructor(
    private readonly seals: readonly SealIndex[],
    private readonly check: ChainCheck,
  ) {}

  async read(path: string): Promise<void> {
    let number = 0;
    let given = 0;
    let ended: number | undefined;
    for await (const line of linesOf(path)) {
      number++;
      const value = parseJson(line);
      const row = rowLine.safeParse(value);
      const head = headLine.safeParse(value);
      const end = endLine.safeParse(value);
      if (ended !== undefined)
        this.check.report(null, `Line ${number} comes after the last line of the export.`);
      if (row.success) {
        given++;
        this.take(row.data);
      } else if (head.success && number === 1) {
        ({ filter: this.filter, sealNumber: this.sealNumber } = head.data.export);
      } else if (end.success) {
        ({ rows: ended, truncated: this.truncated } = end.data.end);
      } else
        this.check.report(
          null,
          `Line ${number} is neither a row of the audit log nor an export's first or last line.`,
        );
    }
    if (ended === undefined)
      this.check.report(null, "The file ends without an export's last line: it was cut.");
    else if (ended !== given)
      this.check.report(null, `The file has ${given} rows, but says it had ${ended}.`);
  }

  /** Rows that were sealed before the export began and are not in the file. */
  reportAbsent(upTo: number): void {
    for (const { number, seen } of this.seals) {
      const absent = number <= upTo ? seen.indexOf(0) : -1;
      if (absent >= 0)
        this.check.report(number, `Row number ${absent + 1} of seal ${number} is not in the file.`);
    }
  }

  private take(row: EncryptedRow): void {
    const seal = this.sealOf(row.position);
    if (!seal) {
      const last = this.seals.at(-1)?.toPosition ?? 0;
      if (row.position > last) this.unsealed++;
      else this.check.report(null, `Row ${row.id} is in no range that was sealed and kept.`, row.id);
      return;
    }
    seal.places ??= placesOf(seal.digests);
    const place = seal.places.get(digestKey(sha256(canonicalRow(row))));
    const { number } = seal;
    if (place === undefined) {
      this.check.report(number, `Row ${row.id} is not as it was when seal ${number} was made.`, row.id);
    } else if (seal.seen[place]) {
      this.check.report(number, `Row ${row.id} is in the file twice.`, row.id);
    } else {
      seal.seen[place] = 1;
      this.sound++;
    }
  }

  private sealOf(position: number): SealIndex | undefined {
    let [low, high] = [0, this.seals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.seals[middle]?.toPosition ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    const seal = this.seals[low];
    return seal && position > seal.fromPosition ? seal : undefined;
  }
}

function placesOf(digests: Buffer): Map<string, number> {
  const places = new Map<string, number>();
  for (let place = 0; place * DIGEST_BYTES < digests.length; place++) {
    places.set(digestKey(digests.subarray(place * DIGEST_BYTES)), place);
  }
  return places;
}

function digestKey(digest: Buffer): string {
  return digest.toString("latin1", 0, DIGEST_BYTES);
}

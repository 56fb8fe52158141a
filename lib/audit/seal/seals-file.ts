import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { sha256 } from "./canonical";
import { everySeal, type Seal } from "./seal-header";

/** A seal as a file carries it. @see docs/audit-format.md */
const sealLine = z.object({
  number: z.int(),
  kind: z.enum(["rows", "retention"]),
  previousHash: z.string(),
  fromPosition: z.number(),
  toPosition: z.number(),
  rowCount: z.int(),
  firstTimestamp: z.string().nullable(),
  lastTimestamp: z.string().nullable(),
  rowsHash: z.string(),
  digestsHash: z.string(),
  droppedTo: z.int().nullable(),
  sealedAt: z.string(),
  keyId: z.string(),
  signature: z.string(),
  digests: z.string(),
});

/** Every seal as a line of JSON: with an export, all that an offline verification needs. */
export async function* sealLines(sql: Sql): AsyncGenerator<string> {
  for await (const { signature, digests, ...header } of everySeal(sql)) {
    const binary = { signature: signature.toString("base64"), digests: digests.toString("base64") };
    yield `${JSON.stringify({ ...header, ...binary })}\n`;
  }
}

export interface FileSeal extends Seal {
  digests: Buffer;
}

/** @throws {CountersignError} `invalid_input`: the file can't be read, or a line of it is no seal. */
export async function* readSeals(path: string): AsyncGenerator<FileSeal> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number++;
    const { success, data } = sealLine.safeParse(parseJson(line));
    if (!success) throw invalid(`Line ${number} of ${path} is no seal.`);
    yield {
      ...data,
      signature: Buffer.from(data.signature, "base64"),
      digests: Buffer.from(data.digests, "base64"),
    };
  }
}

/** Whether the digests are those that the seal was signed with. */
export function hasOwnDigests({ digests, digestsHash }: FileSeal): boolean {
  return sha256(digests).toString("hex") === digestsHash;
}

/** The lines of a text file, one at a time. @throws {CountersignError} `invalid_input`: it can't be read. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, "utf8");
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw invalid(`${path} can't be read: ${cause instanceof Error ? cause.message : "unknown"}`, cause);
  } finally {
    input.destroy();
  }
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(message: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_input", message, { field: "file", cause });
}

import { open, readFile } from "node:fs/promises";
import { CountersignError } from "@/lib/errors";
import { hashOf, type SealHeader } from "./seal-header";

/** What an anchor remembers of a seal, out of the database owner's reach. */
export interface Anchored {
  number: number;
  hash: string;
}

/** Adds a seal to the anchor file, on disk when this resolves: a line `NUMBER HASH SEALED-AT`. */
export async function anchorSeal(path: string, header: SealHeader): Promise<void> {
  const file = await open(path, "a", 0o640);
  try {
    await file.appendFile(`${header.number} ${hashOf(header)} ${header.sealedAt}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/**
 * Reads an anchor file. A last line that a crash cut short is left out.
 *
 * @throws {CountersignError} `invalid_input`: the file can't be read, or a line of it is no anchor's.
 */
export async function readAnchor(path: string): Promise<Anchored[]> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw invalid(`The anchor ${path} can't be read: ${cause.message}`, cause);
  });
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const [, number = "", hash = ""] = /^(\d+) ([0-9a-f]{64}) \S+$/.exec(line) ?? [];
    if (hash === "") throw invalid(`Line ${index + 1} of the anchor ${path} names no seal.`);
    return { number: Number(number), hash };
  });
}

function invalid(message: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_input", message, { field: "anchor", cause });
}

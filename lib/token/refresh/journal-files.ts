import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { KEY_HEADER_BYTES, keyIdOfCiphertext } from "../keys/keyring";

/** Where entries lie that can never be stored, in the journal's folder. */
export const QUARANTINE = "quarantine";
const SUFFIX = ".rotation";

/** The name of an entry with these parts. */
export const entryName = (...parts: readonly (string | number)[]) => `${parts.join(".")}${SUFFIX}`;

export const isEntry = (name: string) => name.endsWith(SUFFIX) && !name.startsWith(".");

/** An entry of a journal, and which key it needs. */
export interface JournalFile {
  place: "journal" | "journal/quarantine";
  keyId: string;
}

/**
 * The entries of a journal and its quarantine, without opening them.
 *
 * @throws {Error} A folder can't be read; one that does not exist holds nothing.
 */
export async function journalFiles(directory: string): Promise<JournalFile[]> {
  return [
    ...(await filesIn("journal", directory)),
    ...(await filesIn("journal/quarantine", join(directory, QUARANTINE))),
  ];
}

async function filesIn(place: JournalFile["place"], directory: string): Promise<JournalFile[]> {
  const names = ((await unlessMissing(readdir(directory))) ?? []).filter(isEntry);
  const files: JournalFile[] = [];
  for (const name of names) {
    const header = await unlessMissing(headerOf(join(directory, name)));
    if (header) files.push({ place, keyId: keyIdOfCiphertext(header) ?? "unrecognised" });
  }
  return files;
}

async function headerOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(KEY_HEADER_BYTES), 0, KEY_HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Another process of this machine may have finished with an entry in the same moment. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

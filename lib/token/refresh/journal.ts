import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "@/lib/actor";
import { isCode } from "@/lib/errors";
import type { TokenSet } from "../grants/token-set";
import type { Keyring } from "../keys/keyring";
import { entryName, isEntry, QUARANTINE, unlessMissing } from "./journal-files";

/** A token set the provider has given and Postgres may not have yet. */
export interface Rotation {
  grantId: string;
  /** The generation it replaces. */
  generation: number;
  tokenSet: TokenSet;
  providerRef?: string | undefined;
  actor: Actor;
  /** When the refresh began. */
  startedMs: number;
  /** The provider refused the token before it. */
  forced?: boolean | undefined;
}

/** The file's own names for an actor. Processes of earlier versions may share the folder, so they stay as they are. */
interface RotationAtRest extends Omit<Rotation, "actor"> {
  actor: { userId: string; kind: "user" | "system" | "service" | "caller"; apiKeyId?: string };
}

/** A rotation at rest; `name` finds it again. */
export interface JournalEntry {
  name: string;
  rotation: Rotation;
}

/** Where a rotated token set rests, encrypted and fsynced, until Postgres has it. */
export interface Journal {
  /** Resolves once the rotation would survive a power cut. */
  append(rotation: Rotation): Promise<string>;
  remove(name: string): Promise<void>;
  /**
   * Readable entries of one grant, or of all. Altered ones are quarantined; those that another process can read, by its
   * key or its rights, are left to it.
   */
  entries(grantId?: string): Promise<JournalEntry[]>;
  /** How many entries wait, readable or not. */
  size(): Promise<number>;
  /** Sets an entry aside that can no longer be applied. It is never deleted. */
  quarantine(name: string): Promise<void>;
}

/**
 * Opens a journal in a folder, which is made when missing. Processes of one machine may share it.
 *
 * @throws {Error} The folder can't be written.
 */
export async function openJournal(directory: string, keyring: Keyring): Promise<Journal> {
  await mkdir(join(directory, QUARANTINE), { recursive: true, mode: 0o700 });
  const probe = join(directory, `.probe-${randomBytes(8).toString("hex")}`);
  await writeDurably(probe, directory, "probe");
  await unlink(probe);

  const quarantine = async (name: string) => {
    await unlessMissing(rename(join(directory, name), join(directory, QUARANTINE, name)));
  };
  const read = async (name: string): Promise<JournalEntry | undefined> => {
    const encrypted = await readFile(join(directory, name)).catch(() => undefined);
    if (!encrypted) return undefined;
    try {
      return { name, rotation: rotationOf(keyring.decrypt(encrypted, encryptionContext(name))) };
    } catch (error) {
      if (!isCode(error, "misconfigured")) await quarantine(name);
      return undefined;
    }
  };

  return {
    append: async (rotation) => {
      const unique = randomBytes(6).toString("hex");
      const name = entryName(rotation.grantId, rotation.generation, unique);
      const encrypted = keyring.encrypt(textOf(rotation), encryptionContext(name));
      const unfinished = join(directory, `.${name}`);
      await writeDurably(unfinished, directory, encrypted, join(directory, name));
      return name;
    },
    remove: async (name) => {
      await unlessMissing(unlink(join(directory, name)));
    },
    entries: async (grantId) => {
      const names = (await readdir(directory)).filter(isEntry);
      const wanted = grantId ? names.filter((name) => name.startsWith(`${grantId}.`)) : names;
      const found = await Promise.all(wanted.sort().map(read));
      return found.filter((entry) => entry !== undefined);
    },
    size: async () => (await readdir(directory)).filter(isEntry).length,
    quarantine,
  };
}

function textOf({ actor, ...rest }: Rotation): string {
  return JSON.stringify({ ...rest, actor: actorAtRest(actor) } satisfies RotationAtRest);
}

/** Earlier versions take a key for a service of the surrounding product, and write whom it named. */
function actorAtRest(actor: Actor): RotationAtRest["actor"] {
  if (actor.kind === "apiKey") return { userId: actor.onBehalfOf, kind: "service", apiKeyId: actor.id };
  // A customer's consent asks for no refresh of its own: what it takes to end one is Countersign's.
  if (actor.kind === "link" || actor.kind === "visitor") return { userId: actor.id, kind: "system" };
  return { userId: actor.id, kind: actor.kind === "person" ? "user" : actor.kind };
}

function actorOf({ userId, kind, apiKeyId }: RotationAtRest["actor"]): Actor {
  if (apiKeyId !== undefined) return { kind: "apiKey", id: apiKeyId, onBehalfOf: userId };
  return { kind: kind === "user" ? "person" : kind, id: userId };
}

function rotationOf(text: string): Rotation {
  const { actor, ...rest } = JSON.parse(text) as RotationAtRest;
  return { ...rest, actor: actorOf(actor) };
}

function encryptionContext(name: string) {
  const [grantId = "", generation = ""] = name.split(".");
  return {
    table: "Journal",
    rowId: name,
    field: "rotation",
    provider: "",
    subject: `${grantId}.${generation}`,
  };
}

/** File and folder are both fsynced: without the latter a new name may not survive a power cut. */
async function writeDurably(
  path: string,
  directory: string,
  content: string | Buffer,
  finalPath?: string,
): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
  if (finalPath) await rename(path, finalPath);
  const folder = await open(directory, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

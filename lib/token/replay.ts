import { isCode } from "@/lib/errors";
import type { TokenDeps } from "./deps";
import { ReconnectRequiredError } from "./errors";
import { noteSetAside } from "./grant-failures";
import { findGrant, type StoredGrant, tokenSetOf } from "./grants";
import type { JournalEntry, Rotation } from "./journal";
import { commitUntilDone, setAside } from "./rotation";
import { CannotBeStoredError } from "./until-stored";

/** An entry that Postgres does not take in this time stays in the journal until the next replay. */
const PATIENCE_MS = 5_000;

/**
 * Brings into Postgres what a process left in the journal when it died between a provider's answer and its commit.
 * An entry that can never be committed is set aside and holds back no other.
 *
 * @param grantId One grant's entries; all of them otherwise.
 * @returns How many rotations were saved by it.
 * @throws {Error} The database could not be asked; what is left stays in the journal.
 */
export async function replayJournal(deps: TokenDeps, grantId?: string): Promise<number> {
  let saved = 0;
  for (const entry of await entriesOf(deps, grantId)) {
    if (await replay(deps, entry)) saved++;
  }
  return saved;
}

/** `replayJournal` for those whom a database that is away must not stop. */
export async function replayWhatCanBe(deps: TokenDeps): Promise<void> {
  await replayJournal(deps).catch((error: Error) => {
    deps.log.warn({ error: error.message }, "Rotations in the journal wait for the database");
  });
}

/** A folder that can't be read any more is a smaller guarantee, and no reason to refresh nothing. */
async function entriesOf({ journal, log }: TokenDeps, grantId: string | undefined): Promise<JournalEntry[]> {
  if (!journal) return [];
  return journal.entries(grantId).catch((error: Error) => {
    log.warn({ error: error.message }, "The journal can't be read");
    return [];
  });
}

async function replay(deps: TokenDeps, { name, rotation }: JournalEntry): Promise<boolean> {
  const { journal, database } = deps;
  const grant = await findGrant(database, rotation.grantId);
  if (grant?.generation === rotation.generation && grant.state !== "revoked") {
    if (!(await commit(deps, { name, rotation }, grant))) return false;
    await journal?.remove(name);
    return true;
  }
  const stored = grant ? isStored(deps, grant, rotation) : "no";
  if (stored === "yes") await journal?.remove(name);
  if (stored === "no") await journal?.quarantine(name);
  return false;
}

/** @returns Whether the journal may forget the rotation. */
async function commit(
  deps: TokenDeps,
  { name, rotation }: JournalEntry,
  grant: StoredGrant,
): Promise<boolean> {
  try {
    await commitUntilDone(deps, rotation, grant, PATIENCE_MS);
    return true;
  } catch (error) {
    if (error instanceof ReconnectRequiredError) return true;
    // Another process's newer token set won, under a key that this one lacks.
    if (isCode(error, "misconfigured")) return false;
    if (!(error instanceof CannotBeStoredError)) throw error;
    const { connectionType } = grant;
    const message = await setAside(deps, rotation, { connectionType, entry: name, reason: error.reason });
    const { grantId, generation } = rotation;
    await noteSetAside(deps.database, { grantId, generation, message, atMs: deps.clock.nowMs() });
    return false;
  }
}

/** Whether a grant holds a rotation's token set by now; a process that lacks the grant's key can't tell. */
function isStored(
  { keyring }: TokenDeps,
  grant: StoredGrant,
  { tokenSet }: Rotation,
): "yes" | "no" | "unknown" {
  try {
    return tokenSetOf(keyring, grant).refreshToken === tokenSet.refreshToken ? "yes" : "no";
  } catch (error) {
    return isCode(error, "misconfigured") ? "unknown" : "no";
  }
}

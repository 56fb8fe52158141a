import { isCode } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import { ReconnectRequiredError } from "../errors";
import { noteSetAside } from "../grants/grant-failures";
import { findGrant, type StoredGrant, tokenSetOf } from "../grants/grants";
import type { JournalEntry, Rotation } from "./journal";
import { commitUntilDone, setAside } from "./rotation";
import { CannotBeStoredError } from "./until-stored";

/** An entry that Postgres does not take in this time, or after another in none, stays for the next replay. */
const PATIENCE_MS = 5_000;

/**
 * Brings into Postgres what a process left in the journal when it died between a provider's answer and its commit.
 * An entry that can never be committed is set aside, and none holds back another.
 *
 * @param grantId One grant's entries; all of them otherwise.
 * @returns How many rotations were saved by it.
 * @throws {Error} The database did not take some; they stay in the journal.
 */
export async function replayJournal(deps: TokenDeps, grantId?: string): Promise<number> {
  let saved = 0;
  let failure: unknown;
  for (const entry of await entriesOf(deps, grantId)) {
    try {
      if (await replay(deps, entry, failure === undefined ? PATIENCE_MS : 0)) saved++;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
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

async function replay(
  deps: TokenDeps,
  { name, rotation }: JournalEntry,
  patienceMs: number,
): Promise<boolean> {
  const { journal, database } = deps;
  const grant = await findGrant(database, rotation.grantId);
  if (grant?.generation === rotation.generation && grant.state !== "revoked") {
    if (!(await commit(deps, { name, rotation }, grant, patienceMs))) return false;
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
  patienceMs: number,
): Promise<boolean> {
  try {
    await commitUntilDone(deps, rotation, grant, patienceMs);
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

import type { TokenDeps } from "./deps";
import { ReconnectRequiredError } from "./errors";
import { findGrant, tokenSetOf } from "./grants";
import type { JournalEntry } from "./journal";
import { commitUntilDone } from "./rotation";

/**
 * Brings into Postgres what a process left in the journal when it died between a provider's answer and its commit.
 *
 * @param grantId One grant's entries; all of them at start.
 * @returns How many rotations were saved by it.
 */
export async function replayJournal(deps: TokenDeps, grantId?: string): Promise<number> {
  if (!deps.journal) return 0;
  let saved = 0;
  for (const entry of await deps.journal.entries(grantId)) {
    if (await replay(deps, entry)) saved++;
  }
  return saved;
}

async function replay(deps: TokenDeps, { name, rotation }: JournalEntry): Promise<boolean> {
  const { journal, database } = deps;
  const grant = await findGrant(database, rotation.grantId);
  if (grant?.generation === rotation.generation && grant.state !== "revoked") {
    await commitUntilDone(deps, rotation, grant).catch(passOverEnded);
    await journal?.remove(name);
    return true;
  }
  const alreadyStored =
    grant && tokenSetOf(deps.keyring, grant).refreshToken === rotation.tokenSet.refreshToken;
  if (alreadyStored) await journal?.remove(name);
  else await journal?.quarantine(name);
  return false;
}

function passOverEnded(error: unknown): void {
  if (!(error instanceof ReconnectRequiredError)) throw error;
}

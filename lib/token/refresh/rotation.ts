import { recordAudits } from "@/lib/audit/record";
import { countSetAside } from "../counts";
import type { TokenDeps } from "../deps";
import { ReconnectRequiredError } from "../errors";
import { liveCompaniesOf } from "../grants/grant-failures";
import { findGrant, type StoredGrant, tokenSetOf } from "../grants/grants";
import { replaceTokenSet } from "../grants/store-grant";
import type { TokenSet } from "../grants/token-set";
import type { Rotation } from "./journal";
import { untilStored } from "./until-stored";

/** A token set and the generation it belongs to. */
export interface FreshTokenSet {
  tokenSet: TokenSet;
  generation: number;
}

/**
 * Brings a rotation into Postgres, trying again while Postgres is in trouble: the provider's answer can't be had twice.
 *
 * @param grant As it was when the refresh began.
 * @param patienceMs How long that trouble is waited out; a rotation in the journal comes in later all the same.
 * @returns The newest token set: this one, or the winner's when the generation moved on meanwhile.
 * @throws {CannotBeStoredError} Postgres refuses it as it is.
 * @throws {CountersignError} `database_unavailable`: the patience ended.
 */
export function commitUntilDone(
  deps: TokenDeps,
  rotation: Rotation,
  grant: StoredGrant,
  patienceMs: number,
): Promise<FreshTokenSet> {
  return untilStored(
    () => commitRotation(deps, rotation, grant),
    patienceMs,
    (error) => deps.log.warn({ grantId: rotation.grantId, error }, "A rotation waits for the database"),
  );
}

/**
 * Sets aside a rotation that can never be committed, and says so. It is never deleted: `entry` goes into quarantine.
 *
 * @param entry Its name in the journal; undefined when it could not be journalled.
 * @returns What has become of it, in a sentence.
 */
export async function setAside(
  deps: TokenDeps,
  { grantId, generation }: Pick<Rotation, "grantId" | "generation">,
  { connectionType, entry, reason }: { connectionType: string; entry: string | undefined; reason: string },
): Promise<string> {
  const quarantined = entry !== undefined && (await quarantine(deps, grantId, entry));
  countSetAside(deps.counts, connectionType);
  const fields = { grantId, generation, connectionType, reason, entry: quarantined ? entry : null };
  deps.log.warn(fields, "A rotation can never be stored and is set aside");
  const displayName = deps.providers.get(connectionType)?.displayName ?? connectionType;
  const place = quarantined ? " It lies in the journal's quarantine." : "";
  return `${displayName} sent a token set that can't be stored (${reason}).${place}`;
}

async function quarantine({ journal, log }: TokenDeps, grantId: string, entry: string): Promise<boolean> {
  try {
    await journal?.quarantine(entry);
    return true;
  } catch (error) {
    log.warn({ grantId, error: (error as Error).message }, "A rotation could not be moved into quarantine");
    return false;
  }
}

/** One try: token set, audit rows, health and notification in one transaction, if the generation still stands. */
async function commitRotation(
  deps: TokenDeps,
  rotation: Rotation,
  stored: StoredGrant,
): Promise<FreshTokenSet> {
  const { generation: from, tokenSet, providerRef, actor: by, forced } = rotation;
  const { id: grantId, connectionType } = stored;
  const grant = { ...stored, generation: from };
  const atMs = deps.clock.nowMs();
  const generation = await deps.database.transaction(async (tx) => {
    const committed = await replaceTokenSet(tx, { grant, tokenSet, keyring: deps.keyring, atMs, forced });
    if (committed === undefined) return undefined;
    const companyIds = await liveCompaniesOf(tx, grantId);
    const row = {
      operation: "token.refresh",
      outcome: "success",
      by,
      // A rotation in the journal may be of a provider that is registered no longer.
      via: ["POST", deps.providers.get(connectionType)?.tokenEndpoint ?? "/token"],
      responseStatus: 200,
      responseTimeMs: atMs - rotation.startedMs,
      providerRef,
      generation: committed,
      atMs,
    } as const;
    await recordAudits(
      tx,
      companyIds.map((companyId) => ({ ...row, about: { companyId, connectionType } })),
    );
    await deps.recordHealthy(tx, { companyIds, connectionType, providerRef, atMs });
    return committed;
  });
  deps.cache.forget(grantId);
  if (generation !== undefined) return { tokenSet, generation };
  const winner = await findGrant(deps.database, grantId);
  if (!winner) throw new ReconnectRequiredError(`Grant "${grantId}" is gone.`);
  return newestOf(deps, winner);
}

/** @throws {ReconnectRequiredError} The grant has ended. */
export function newestOf(deps: TokenDeps, grant: StoredGrant): FreshTokenSet {
  if (grant.state !== "active") throw endedError(grant);
  return { tokenSet: tokenSetOf(deps.keyring, grant), generation: grant.generation };
}

/** Why a grant that is not active can't serve. */
export function endedError(grant: StoredGrant): ReconnectRequiredError {
  const what = grant.lastErrorMessage ?? "The provider ended this grant.";
  return new ReconnectRequiredError(what, { since: grant.stateSince });
}

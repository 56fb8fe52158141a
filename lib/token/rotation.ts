import { recordAudit } from "@/lib/audit/record";
import type { TokenDeps } from "./deps";
import { ReconnectRequiredError } from "./errors";
import { liveCompaniesOf } from "./grant-failures";
import { findGrant, replaceTokenSet, type StoredGrant, tokenSetOf } from "./grants";
import type { Rotation } from "./journal";
import { requireProvider } from "./require-provider";
import type { TokenSet } from "./token-set";

const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 1_000;

/** A token set and the generation it belongs to. */
export interface FreshTokenSet {
  tokenSet: TokenSet;
  generation: number;
}

/**
 * Brings a rotation into Postgres, trying again for as long as Postgres is away: the provider's answer can't be
 * had twice.
 *
 * @returns The newest token set: this one, or the winner's when the generation moved on meanwhile.
 */
export async function commitUntilDone(deps: TokenDeps, rotation: Rotation): Promise<FreshTokenSet> {
  for (let delayMs = RETRY_FIRST_MS; ; delayMs = Math.min(delayMs * 2, RETRY_MAX_MS)) {
    try {
      return await commitRotation(deps, rotation);
    } catch (error) {
      if (error instanceof ReconnectRequiredError) throw error;
      const reason = error instanceof Error ? error.message : "unknown";
      deps.log.warn({ grantId: rotation.grantId, error: reason }, "A rotation waits for the database");
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

/** One try: token set, audit rows, health and notification in one transaction, if the generation still stands. */
async function commitRotation(deps: TokenDeps, rotation: Rotation): Promise<FreshTokenSet> {
  const { grantId, generation: from, tokenSet } = rotation;
  const grant = await findGrant(deps.database, grantId);
  if (!grant) throw new ReconnectRequiredError(`Grant "${grantId}" is gone.`);
  if (grant.generation !== from) return newestOf(deps, grant);
  const atMs = deps.clock.nowMs();
  const generation = await deps.database.transaction(async (tx) => {
    const committed = await replaceTokenSet(tx, { grant, tokenSet, keyring: deps.keyring, atMs });
    if (committed === undefined) return undefined;
    const { connectionType } = grant;
    const { providerRef, actor } = rotation;
    for (const companyId of await liveCompaniesOf(tx, grantId)) {
      await recordAudit(tx, {
        operation: "token.refresh",
        outcome: "success",
        userId: actor.userId,
        actorKind: actor.kind,
        companyId,
        connectionType,
        apiEndpoint: requireProvider(deps.providers, connectionType).tokenEndpoint,
        requestMethod: "POST",
        responseStatus: 200,
        responseTimeMs: atMs - rotation.startedMs,
        providerRef,
        generation: committed,
        atMs,
      });
      const observed = { companyId, connectionType, source: "refresh", providerRef, atMs } as const;
      await deps.recordHealth(tx, { ...observed, cause: null, message: null });
    }
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
  return new ReconnectRequiredError(grant.lastErrorMessage ?? "The provider ended this grant.");
}

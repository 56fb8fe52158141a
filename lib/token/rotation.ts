import { recordAudits } from "@/lib/audit/record";
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
 * @param grant As it was when the refresh began.
 * @returns The newest token set: this one, or the winner's when the generation moved on meanwhile.
 */
export async function commitUntilDone(
  deps: TokenDeps,
  rotation: Rotation,
  grant: StoredGrant,
): Promise<FreshTokenSet> {
  for (let delayMs = RETRY_FIRST_MS; ; delayMs = Math.min(delayMs * 2, RETRY_MAX_MS)) {
    try {
      return await commitRotation(deps, rotation, grant);
    } catch (error) {
      if (error instanceof ReconnectRequiredError) throw error;
      const reason = error instanceof Error ? error.message : "unknown";
      deps.log.warn({ grantId: rotation.grantId, error: reason }, "A rotation waits for the database");
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

/** One try: token set, audit rows, health and notification in one transaction, if the generation still stands. */
async function commitRotation(
  deps: TokenDeps,
  rotation: Rotation,
  { id: grantId, connectionType, subject }: StoredGrant,
): Promise<FreshTokenSet> {
  const { generation: from, tokenSet, providerRef, actor } = rotation;
  const grant = { id: grantId, connectionType, subject, generation: from };
  const atMs = deps.clock.nowMs();
  const generation = await deps.database.transaction(async (tx) => {
    const committed = await replaceTokenSet(tx, { grant, tokenSet, keyring: deps.keyring, atMs });
    if (committed === undefined) return undefined;
    const companyIds = await liveCompaniesOf(tx, grantId);
    const row = {
      operation: "token.refresh",
      outcome: "success",
      userId: actor.userId,
      actorKind: actor.kind,
      connectionType,
      apiEndpoint: requireProvider(deps.providers, connectionType).tokenEndpoint,
      requestMethod: "POST",
      responseStatus: 200,
      responseTimeMs: atMs - rotation.startedMs,
      providerRef,
      generation: committed,
      atMs,
    } as const;
    await recordAudits(
      tx,
      companyIds.map((companyId) => ({ ...row, companyId })),
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
  return new ReconnectRequiredError(grant.lastErrorMessage ?? "The provider ended this grant.");
}

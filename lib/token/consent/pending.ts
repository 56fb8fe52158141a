import type { Actor } from "@/lib/actor";
import { newId, type PendingConsent as PendingRow, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import { ProviderUnavailableError } from "../errors";
import { encryptSecrets, openSecrets, type TokenSet } from "../grants/token-set";
import type { Tenant } from "../providers/provider";
import { CannotBeStoredError, untilStored } from "../refresh/until-stored";
import type { ClaimedState } from "./claim-state";
import { type ClaimColumns, claimsOf, storedClaims } from "./claims";

const REST_MINUTES = 30;
/** A spent code brings no second token set, so the database's trouble is waited out while the person waits. */
const STORE_PATIENCE_MS = 15_000;

/** What is kept of whose consent it is, and what for. */
type Facts = Pick<
  PendingRow,
  | "id"
  | "stateHash"
  | "connectionType"
  | "environment"
  | "companyId"
  | "actorKind"
  | "actorId"
  | "connectionId"
  | "moveReason"
  | "returnTo"
>;

/** A consent whose token set is safe with us, but which serves nobody yet. */
export interface PendingConsent extends Facts {
  callbackParams: URLSearchParams;
  tokenSet: TokenSet;
  /** Obtained by another system: it may be older than what we hold, and then never replaces it. */
  adopted?: boolean;
}

const FACTS = `id, "stateHash", "connectionType", environment, "companyId", "actorKind", "actorId", "connectionId",
  "moveReason", "returnTo"`;

const CLAIMS = `"callbackParams", tenants, "sealedClaims"`;

/** A resting consent as the page shows it that settles it. */
export interface RestingConsent
  extends Pick<PendingRow, "connectionType" | "companyId" | "message" | "returnTo"> {
  /** To choose from; empty when it rests for another reason. */
  tenants: Tenant[];
}

type EncryptedSet = Pick<
  PendingRow,
  "sealedTokenSet" | "scope" | "issuedAt" | "accessExpiresAt" | "refreshExpiresAt" | "hardExpiresAt"
>;

/**
 * Saves a fresh token set before anything else is asked or checked, so that no later failure can lose it.
 *
 * @throws {CountersignError} `database_unavailable`, or `provider_unavailable` when what the provider sent is refused
 *   by the database as it is.
 */
export async function savePendingConsent(
  deps: TokenDeps,
  state: Omit<ClaimedState, "stateHash" | "secrets"> & { stateHash: string | null },
  params: URLSearchParams,
  tokenSet: TokenSet,
): Promise<PendingConsent> {
  const id = newId();
  const claims = new URLSearchParams(params);
  for (const spent of ["code", "state"]) claims.delete(spent);
  const atMs = deps.clock.nowMs();
  const owner = ownerOf(id, state);
  const { companyId, connectionType } = state;
  const row = { id, companyId, connectionType };
  const insert = async () =>
    deps.database.query(
      `INSERT INTO "PendingConsent" (id, "connectionType", environment, "companyId", "actorKind", "actorId", "connectionId",
       "moveReason", "returnTo", "callbackParams", tenants, "sealedClaims", "sealedTokenSet", "keyId", scope, "issuedAt",
       "accessExpiresAt", "refreshExpiresAt", "hardExpiresAt", "expiresAt", "createdAt", "stateHash")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
      [
        id,
        state.connectionType,
        state.environment,
        state.companyId,
        state.actorKind,
        state.actorId,
        state.connectionId,
        state.moveReason,
        state.returnTo,
        ...(await storedClaims(deps.database, deps.keyring, row, { params: claims, tenants: [] })),
        encryptSecrets(deps.keyring, tokenSet, owner),
        deps.keyring.currentKeyId,
        tokenSet.scope,
        new Date(tokenSet.issuedAtMs),
        new Date(tokenSet.accessExpiresAtMs),
        new Date(tokenSet.refreshExpiresAtMs),
        tokenSet.hardExpiresAtMs === null ? null : new Date(tokenSet.hardExpiresAtMs),
        new Date(atMs + REST_MINUTES * 60_000),
        new Date(atMs),
        state.stateHash,
      ],
    );
  await untilStored(insert, STORE_PATIENCE_MS, (error) =>
    deps.log.warn({ pendingConsentId: id, error }, "A consent waits for the database"),
  ).catch((error) => {
    if (!(error instanceof CannotBeStoredError)) throw error;
    throw notStorable(deps, state.connectionType, error);
  });
  return { ...state, id, callbackParams: claims, tokenSet };
}

function notStorable(deps: TokenDeps, connectionType: string, cause: CannotBeStoredError): CountersignError {
  const displayName = deps.providers.get(connectionType)?.displayName ?? connectionType;
  const message = `${displayName} sent a token set that can't be stored (${cause.reason}). Nothing was connected.`;
  deps.log.warn({ connectionType, reason: cause.reason }, "The token set of a consent can never be stored");
  return new ProviderUnavailableError(message, { cause, providerStatus: 200, nextStep: "Start again." });
}

/**
 * @param afterMs Too old is what expired by then: now, for whoever may still use it.
 * @throws {CountersignError} `consent_expired` when it is unknown, settled, too old or somebody else's.
 */
export async function findPendingConsent(
  deps: TokenDeps,
  id: string,
  actor: Pick<Actor, "kind" | "id">,
  afterMs: number = deps.clock.nowMs(),
): Promise<PendingConsent> {
  const [row] = await deps.database.query<Facts & EncryptedSet & ClaimColumns>(
    `SELECT ${FACTS}, ${CLAIMS}, "sealedTokenSet", scope, "issuedAt", "accessExpiresAt", "refreshExpiresAt",
       "hardExpiresAt"
     FROM "PendingConsent" WHERE id = $1 AND "actorKind" = $2 AND "actorId" = $3 AND "expiresAt" > $4`,
    [id, actor.kind, actor.id, new Date(afterMs)],
  );
  if (!row) {
    const details = { unchanged: true, nextStep: "Start again." };
    throw new CountersignError("consent_expired", "This consent is no longer waiting.", details);
  }
  const { sealedTokenSet, scope, issuedAt, accessExpiresAt, refreshExpiresAt, hardExpiresAt, ...facts } = row;
  return {
    ...facts,
    callbackParams: claimsOf(deps.keyring, row).params,
    tokenSet: {
      ...openSecrets(deps.keyring, sealedTokenSet, ownerOf(id, row)),
      scope,
      issuedAtMs: issuedAt.getTime(),
      accessExpiresAtMs: accessExpiresAt.getTime(),
      refreshExpiresAtMs: refreshExpiresAt.getTime(),
      hardExpiresAtMs: hardExpiresAt?.getTime() ?? null,
    },
  };
}

/** @returns Undefined when it is unknown, settled, too old or somebody else's. */
export async function findRestingConsent(
  deps: Pick<TokenDeps, "database" | "clock" | "keyring">,
  id: string,
  actor: Pick<Actor, "kind" | "id">,
): Promise<RestingConsent | undefined> {
  const [row] = await deps.database.query<RestingConsent & ClaimColumns>(
    `SELECT id, "connectionType", "companyId", ${CLAIMS}, message, "returnTo" FROM "PendingConsent"
     WHERE id = $1 AND "actorKind" = $2 AND "actorId" = $3 AND "expiresAt" > $4`,
    [id, actor.kind, actor.id, new Date(deps.clock.nowMs())],
  );
  if (!row) return undefined;
  const { connectionType, companyId, message, returnTo } = row;
  return { connectionType, companyId, message, returnTo, tenants: [...claimsOf(deps.keyring, row).tenants] };
}

/** Notes what a resting consent waits for. */
export async function noteResting(
  { database, keyring }: Pick<TokenDeps, "database" | "keyring">,
  pending: PendingConsent,
  { tenants = [], message = null }: Partial<Pick<RestingConsent, "tenants" | "message">>,
): Promise<void> {
  const claims = await storedClaims(database, keyring, pending, { params: pending.callbackParams, tenants });
  await database.query(
    `UPDATE "PendingConsent" SET message = $2, "callbackParams" = $3, tenants = $4, "sealedClaims" = $5 WHERE id = $1`,
    [pending.id, message, ...claims],
  );
}

/** Notes how a consent ended, for a callback that comes twice. @param connectedTo The organisation, if it connected one. */
export async function markEnded(
  sql: Sql,
  stateHash: string | null,
  atMs: number,
  connectedTo: string | null,
): Promise<void> {
  await sql.query(`UPDATE "OAuthState" SET "endedAt" = $2, "connectedTo" = $3 WHERE "stateHash" = $1`, [
    stateHash,
    new Date(atMs),
    connectedTo,
  ]);
}

/** @returns Whether it was still there. */
export async function removePendingConsent(sql: Sql, id: string): Promise<boolean> {
  const removed = await sql.query(`DELETE FROM "PendingConsent" WHERE id = $1 RETURNING id`, [id]);
  return removed.length === 1;
}

function ownerOf(id: string, { connectionType, companyId }: { connectionType: string; companyId: string }) {
  return { table: "PendingConsent", rowId: id, connectionType, subject: companyId } as const;
}

import type { Connection, Grant, Narrowed, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import type { Keyring } from "../keys/keyring";
import { GRANT_CHANNEL } from "../views";
import { encryptSecrets, openSecrets, type TokenSet } from "./token-set";

type GrantState = "active" | "needs_reconnecting" | "revoked";

type GrantRow = Narrowed<Grant, { state: GrantState; lastErrorCode: ErrorCode | null }>;

/** A grant as stored: its secrets still encrypted. */
export interface StoredGrant
  extends Pick<
    GrantRow,
    | "id"
    | "connectionType"
    | "environment"
    | "subject"
    | "sealedTokenSet"
    | "scope"
    | "generation"
    | "forcedGeneration"
    | "issuedAt"
    | "accessExpiresAt"
    | "refreshExpiresAt"
    | "hardExpiresAt"
    | "state"
    | "stateSince"
    | "leaseId"
    | "attemptStartedAt"
    | "failureCount"
    | "retryAfter"
    | "lastErrorCode"
    | "lastErrorMessage"
  > {
  /** By the database's clock; false when there is no lease. */
  leaseIsLive: boolean;
}

/** A company's connection with the grant that serves it. */
export interface ServedConnection
  extends Pick<Connection, "companyId" | "connectionType" | "tenantId" | "tenantName" | "disconnectedAt"> {
  connectionId: string;
  grant: StoredGrant;
}

/** The columns of `"Grant" g` that make a StoredGrant. */
export const GRANT_COLUMNS = `g.id, g."connectionType", g.environment, g.subject, g."sealedTokenSet", g.scope, g.generation,
  g."forcedGeneration", g."issuedAt", g."accessExpiresAt", g."refreshExpiresAt", g."hardExpiresAt", g.state, g."stateSince", g."leaseId",
  COALESCE(g."leaseUntil" > clock_timestamp(), false) AS "leaseIsLive",
  g."attemptStartedAt", g."failureCount", g."retryAfter", g."lastErrorCode", g."lastErrorMessage"`;

type ServedRow = StoredGrant & Omit<ServedConnection, "grant">;

/** The connection of a company to a provider and its grant, in one query; live or not. */
export async function findServedConnection(
  sql: Sql,
  companyId: string,
  connectionType: string,
): Promise<ServedConnection | undefined> {
  const [row] = await sql.query<ServedRow>(
    `SELECT c.id AS "connectionId", c."companyId", c."tenantId", c."tenantName", c."disconnectedAt", ${GRANT_COLUMNS}
     FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = $1 AND c."connectionType" = $2`,
    [companyId, connectionType],
    "find served connection",
  );
  if (!row) return undefined;
  const { connectionId, tenantId, tenantName, disconnectedAt, ...grant } = row;
  return { connectionId, companyId, connectionType, tenantId, tenantName, disconnectedAt, grant };
}

export async function findGrant(sql: Sql, grantId: string): Promise<StoredGrant | undefined> {
  const [row] = await sql.query<StoredGrant>(`SELECT ${GRANT_COLUMNS} FROM "Grant" g WHERE g.id = $1`, [
    grantId,
  ]);
  return row;
}

/** Opens a grant's token set. */
export function tokenSetOf(keyring: Keyring, grant: StoredGrant): TokenSet {
  const owner = { table: "Grant", rowId: grant.id, ...grant } as const;
  return {
    ...openSecrets(keyring, grant.sealedTokenSet, owner),
    scope: grant.scope,
    issuedAtMs: grant.issuedAt.getTime(),
    accessExpiresAtMs: grant.accessExpiresAt.getTime(),
    refreshExpiresAtMs: grant.refreshExpiresAt.getTime(),
    hardExpiresAtMs: grant.hardExpiresAt?.getTime() ?? null,
  };
}

/**
 * Takes the right to refresh one generation of one grant, judged by the database's clock alone.
 *
 * @param claim.failureCount As the claimant read it: an attempt that failed since then has begun a back-off that the
 * claimant does not know of.
 * @returns Undefined when somebody else holds the lease, has failed meanwhile, or the generation moved on; else whether
 * an earlier attempt with this token set never came to an end.
 */
export async function claimLease(
  sql: Sql,
  claim: Pick<StoredGrant, "generation" | "failureCount"> & {
    grantId: string;
    leaseId: string;
    leaseSeconds: number;
    atMs: number;
  },
): Promise<{ earlierAttemptUnresolved: boolean } | undefined> {
  const [claimed] = await sql.query<{ attemptStartedAt: Date }>(
    `UPDATE "Grant"
     SET "leaseId" = $3, "leaseUntil" = clock_timestamp() + make_interval(secs => $4),
         "attemptStartedAt" = COALESCE("attemptStartedAt", $5)
     WHERE id = $1 AND generation = $2 AND state = 'active' AND "failureCount" = $6
       AND ("leaseUntil" IS NULL OR "leaseUntil" < clock_timestamp())
     RETURNING "attemptStartedAt"`,
    [
      claim.grantId,
      claim.generation,
      claim.leaseId,
      claim.leaseSeconds,
      new Date(claim.atMs),
      claim.failureCount,
    ],
    "claim lease",
  );
  return claimed && { earlierAttemptUnresolved: claimed.attemptStartedAt.getTime() !== claim.atMs };
}

interface NewTokenSet {
  grant: Pick<StoredGrant, "id" | "connectionType" | "subject" | "generation">;
  tokenSet: TokenSet;
  keyring: Keyring;
  atMs: number;
}

interface Replacement extends NewTokenSet {
  /** It came because the provider refused the one before. */
  forced?: boolean | undefined;
  /** A generation that callers know already: the new one is higher. */
  above?: number;
}

/**
 * Replaces a grant's token set if its generation is still the one the caller started from, and tells every process.
 *
 * @returns The new generation, or undefined when another write won.
 */
export async function replaceTokenSet(
  tx: Sql,
  { grant, tokenSet, keyring, atMs, forced = false, above = 0 }: Replacement,
): Promise<number | undefined> {
  const encrypted = encryptSecrets(keyring, tokenSet, { table: "Grant", rowId: grant.id, ...grant });
  const [row] = await tx.query<Pick<Grant, "generation">>(
    `WITH replaced AS (
       UPDATE "Grant"
       SET "sealedTokenSet" = $3, "keyId" = $4, scope = $5, "issuedAt" = $6, "accessExpiresAt" = $7,
           "refreshExpiresAt" = $8, "hardExpiresAt" = $9, generation = GREATEST(generation, $12) + 1,
           "forcedGeneration" = CASE WHEN $11 THEN generation + 1 END,
           "stateSince" = CASE WHEN state = 'active' THEN "stateSince" ELSE $10 END, state = 'active',
           "leaseId" = NULL, "leaseUntil" = NULL, "attemptStartedAt" = NULL, "failureCount" = 0, "retryAfter" = NULL,
           "lastErrorCode" = NULL, "lastErrorMessage" = NULL, "lastErrorRef" = NULL
       WHERE id = $1 AND generation = $2
       RETURNING id, generation)
     SELECT generation, pg_notify('${GRANT_CHANNEL}', id) FROM replaced`,
    [
      grant.id,
      grant.generation,
      encrypted,
      keyring.currentKeyId,
      ...tokenColumns(tokenSet),
      new Date(atMs),
      forced,
      above,
    ],
    "replace token set",
  );
  return row?.generation;
}

/** Adds a grant of a subject we did not know. */
export async function insertGrant(
  tx: Sql,
  { grant, tokenSet, keyring, atMs }: NewTokenSet & { grant: { environment: string } },
): Promise<void> {
  const encrypted = encryptSecrets(keyring, tokenSet, { table: "Grant", rowId: grant.id, ...grant });
  await tx.query(
    `INSERT INTO "Grant" (id, "connectionType", environment, subject, generation, "sealedTokenSet", "keyId", scope,
       "issuedAt", "accessExpiresAt", "refreshExpiresAt", "hardExpiresAt", state, "stateSince", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', $13, $13)`,
    [
      grant.id,
      grant.connectionType,
      grant.environment,
      grant.subject,
      grant.generation,
      encrypted,
      keyring.currentKeyId,
      ...tokenColumns(tokenSet),
      new Date(atMs),
    ],
  );
}

function tokenColumns(tokenSet: TokenSet) {
  return [
    tokenSet.scope,
    new Date(tokenSet.issuedAtMs),
    new Date(tokenSet.accessExpiresAtMs),
    new Date(tokenSet.refreshExpiresAtMs),
    tokenSet.hardExpiresAtMs === null ? null : new Date(tokenSet.hardExpiresAtMs),
  ];
}

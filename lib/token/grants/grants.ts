import type { Connection, Grant, Narrowed, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import type { Keyring } from "../keys/keyring";
import { subjectOf } from "../keys/tenant-id";
import { isOneOf, type StoredTenant } from "../views";
import { openSecrets, type TokenSet } from "./token-set";

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
    | "sealedSubject"
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
  extends StoredTenant,
    Pick<Connection, "companyId" | "connectionType" | "tenantName" | "disconnectedAt"> {
  connectionId: string;
  grant: StoredGrant;
}

/** The columns of `"Grant" g` that make a StoredGrant. */
export const GRANT_COLUMNS = `g.id, g."connectionType", g.environment, g.subject, g."sealedSubject", g."sealedTokenSet", g.scope,
  g.generation, g."forcedGeneration", g."issuedAt", g."accessExpiresAt", g."refreshExpiresAt", g."hardExpiresAt", g.state, g."stateSince", g."leaseId",
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
    `SELECT c.id AS "connectionId", c."companyId", c."tenantId", c."sealedTenantId", c."tenantName", c."disconnectedAt",
       ${GRANT_COLUMNS}
     FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = $1 AND c."connectionType" = $2`,
    [companyId, connectionType],
    "find served connection",
  );
  if (!row) return undefined;
  const { connectionId, tenantId, sealedTenantId, tenantName, disconnectedAt, ...grant } = row;
  const tenant = { tenantId, sealedTenantId, tenantName };
  return { connectionId, companyId, connectionType, ...tenant, disconnectedAt, grant };
}

export async function findGrant(sql: Sql, grantId: string): Promise<StoredGrant | undefined> {
  const [row] = await sql.query<StoredGrant>(`SELECT ${GRANT_COLUMNS} FROM "Grant" g WHERE g.id = $1`, [
    grantId,
  ]);
  return row;
}

/** The grant of a subject, however its row holds that. @param lock Whether it is locked to the transaction's end. */
export async function findGrantOf(
  sql: Sql,
  keyring: Keyring,
  {
    connectionType,
    environment,
    subject,
  }: Pick<StoredGrant, "connectionType" | "environment"> & { subject: string },
  lock: "" | "FOR UPDATE" = "",
): Promise<StoredGrant | undefined> {
  const [row] = await sql.query<StoredGrant>(
    `SELECT ${GRANT_COLUMNS} FROM "Grant" g WHERE g."connectionType" = $1 AND g.environment = $2
       AND ${isOneOf("g.subject", 'g."subjectHash"', "$3", "$4")} ${lock}`,
    [connectionType, environment, [subject], keyring.hashesOf(subject)],
  );
  return row;
}

/**
 * Whether a grant lives by a consent that came after the one that brought this token set, and superseded it: what rested
 * is late. A refresh of the token set before is no consent: a consent that races it supersedes it.
 */
export async function livesByLaterConsent(
  tx: Sql,
  { id, state, issuedAt }: StoredGrant,
  { issuedAtMs }: TokenSet,
): Promise<boolean> {
  if (state !== "active" || issuedAt.getTime() <= issuedAtMs) return false;
  const later = await tx.query(
    `SELECT 1 FROM "Connection" c WHERE c."grantId" = $1 AND c."connectedAt" > $2 AND c."disconnectedAt" IS NULL LIMIT 1`,
    [id, new Date(issuedAtMs)],
  );
  return later.length > 0;
}

/** Opens a grant's token set. */
export function tokenSetOf(keyring: Keyring, grant: StoredGrant): TokenSet {
  const owner = ownerOf(grant, subjectOf(keyring, grant));
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

/** What a grant's token set is bound to. */
export function ownerOf({ id, connectionType }: Pick<StoredGrant, "id" | "connectionType">, subject: string) {
  return { table: "Grant", rowId: id, connectionType, subject } as const;
}

import type { Grant, Sql } from "@/lib/db";
import type { Keyring } from "../keys/keyring";
import { storedId, subjectOf } from "../keys/tenant-id";
import { GRANT_CHANNEL } from "../views";
import { ownerOf, type StoredGrant } from "./grants";
import { encryptSecrets, type TokenSet } from "./token-set";

interface NewTokenSet {
  tokenSet: TokenSet;
  keyring: Keyring;
  atMs: number;
}

interface Replacement extends NewTokenSet {
  grant: Pick<StoredGrant, "id" | "connectionType" | "subject" | "sealedSubject" | "generation">;
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
  const encrypted = encryptSecrets(keyring, tokenSet, ownerOf(grant, subjectOf(keyring, grant)));
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

/** A grant of a subject we did not know. */
export interface NewGrant extends Pick<StoredGrant, "id" | "connectionType" | "environment" | "generation"> {
  subject: string;
}

/** Adds a grant. */
export async function insertGrant(
  tx: Sql,
  { grant, tokenSet, keyring, atMs }: NewTokenSet & { grant: NewGrant },
): Promise<void> {
  const encrypted = encryptSecrets(keyring, tokenSet, ownerOf(grant, grant.subject));
  const place = { table: "Grant", rowId: grant.id, connectionType: grant.connectionType } as const;
  const subject = await storedId(tx, keyring, place, grant.subject);
  await tx.query(
    `INSERT INTO "Grant" (id, "connectionType", environment, subject, "subjectHash", "sealedSubject", generation,
       "sealedTokenSet", "keyId", scope, "issuedAt", "accessExpiresAt", "refreshExpiresAt", "hardExpiresAt", state,
       "stateSince", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'active', $15, $15)`,
    [
      grant.id,
      grant.connectionType,
      grant.environment,
      subject.plain,
      subject.hash,
      subject.encrypted,
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

import type { TokenDeps } from "../deps";
import { HAS_ACCOUNT } from "./rests/without-account";

const AT_ONCE = 1_000;

/**
 * Deletes some of the states and resting consents that nobody can use any more. States stay for a day, so that a late
 * return is told what became of it. A rest without an account is settled by a job, and never deleted.
 *
 * @returns How many rows went.
 */
export async function sweepConsents({ database, clock }: TokenDeps): Promise<number> {
  const [swept] = await database.query<{ rows: number }>(
    `WITH old_states AS (
       DELETE FROM "OAuthState" WHERE "stateHash" IN (
         SELECT "stateHash" FROM "OAuthState" WHERE "expiresAt" <= $1::timestamptz - interval '1 day'
         ORDER BY "expiresAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING 1),
     old_consents AS (
       DELETE FROM "PendingConsent" WHERE id IN (
         SELECT id FROM "PendingConsent" WHERE "expiresAt" <= $1 AND ${HAS_ACCOUNT}
         ORDER BY "expiresAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING 1)
     SELECT ((SELECT count(*) FROM old_states) + (SELECT count(*) FROM old_consents))::int AS rows`,
    [new Date(clock.nowMs())],
  );
  return swept?.rows ?? 0;
}

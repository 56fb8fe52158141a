import type { Connection, Revocation, Sql } from "@/lib/db";

// What other rooms' statements read of connections and grants.

/** A connection as c, with the grant that serves it as g. */
export const SERVED = `"Connection" c JOIN "Grant" g ON g.id = c."grantId"`;

export const connections = (alias: string) => `"Connection" ${alias}`;

/** Condition on a connection as c: nobody disconnected it. */
export const LIVE_SQL = `c."disconnectedAt" IS NULL`;

/** `deadlineOf`'s time as SQL, of a grant as g. */
export const DEADLINE_SQL = `LEAST(g."refreshExpiresAt", g."hardExpiresAt")`;

/** Grants that serve a live connection, as g; conditions may follow. */
export const SERVING_GRANTS = `"Grant" g WHERE EXISTS (
    SELECT 1 FROM "Connection" c WHERE c."grantId" = g.id AND ${LIVE_SQL})`;

/** An organisation that a company left, whose provider has not confirmed it. */
export type UntoldProvider = Pick<Revocation, "tenantName" | "attempts" | "nextAttemptAt" | "lastError">;

/** The newest of a connection that was told in vain, or is not told again. */
export async function findUntoldProvider(
  sql: Sql,
  companyId: string,
  connectionType: string,
): Promise<UntoldProvider | null> {
  const [untold = null] = await sql.query<UntoldProvider>(
    `SELECT "tenantName", attempts, "nextAttemptAt", "lastError" FROM "Revocation"
     WHERE "companyId" = $1 AND "connectionType" = $2 AND (attempts > 0 OR "nextAttemptAt" IS NULL)
     ORDER BY "createdAt" DESC LIMIT 1`,
    [companyId, connectionType],
  );
  return untold;
}

/** As many as one consent may renew. */
const MOST_OF_ONE = 100;

/** The live connections to some of a provider's organisations. Every look-up by an organisation's id is here. */
export function liveConnectionsTo(
  sql: Sql,
  about: { connectionType: string; environment?: string; tenantIds: readonly string[] },
): Promise<Pick<Connection, "id" | "companyId">[]> {
  return sql.query<Pick<Connection, "id" | "companyId">>(
    `SELECT c.id, c."companyId" FROM "Connection" c
     WHERE c."connectionType" = $1 AND c."tenantId" = ANY($2) AND ($3::text IS NULL OR c.environment = $3) AND ${LIVE_SQL}
     ORDER BY c.id LIMIT ${MOST_OF_ONE}`,
    [about.connectionType, about.tenantIds, about.environment ?? null],
  );
}

/** The providers that a company has a live connection to. */
export async function providersConnectedTo(sql: Sql, companyId: string): Promise<string[]> {
  const rows = await sql.query<Pick<Connection, "connectionType">>(
    `SELECT c."connectionType" FROM "Connection" c WHERE c."companyId" = $1 AND ${LIVE_SQL}`,
    [companyId],
  );
  return rows.map(({ connectionType }) => connectionType);
}

/** Whether a company has a connection, live or not. */
export async function wasEverConnected(sql: Sql, companyId: string): Promise<boolean> {
  return (
    (await sql.query(`SELECT 1 FROM "Connection" WHERE "companyId" = $1 LIMIT 1`, [companyId])).length > 0
  );
}

/** Whether a company's consent may still bring a connection. @param exchangeMs How long exchanging its code may take. */
export async function isConsentUnderWay(
  sql: Sql,
  companyId: string,
  { atMs, exchangeMs }: { atMs: number; exchangeMs: number },
): Promise<boolean> {
  const consents = await sql.query(
    `SELECT 1 FROM "OAuthState" WHERE "companyId" = $1
       AND (("usedAt" IS NULL AND "expiresAt" > $2) OR "usedAt" > $3)
     UNION ALL SELECT 1 FROM "PendingConsent" WHERE "companyId" = $1 AND "expiresAt" > $2 LIMIT 1`,
    [companyId, new Date(atMs), new Date(atMs - exchangeMs)],
  );
  return consents.length > 0;
}

/** Where every process hears which grant was changed. */
export const GRANT_CHANNEL = "countersign_grant";

/** A connection that may become another company's. */
export type MovableConnection = Pick<
  Connection,
  "companyId" | "connectionType" | "tenantId" | "tenantName" | "disconnectedAt"
>;

/** The connections of two companies, live and ended, locked to the end of the transaction. */
export function lockConnectionsOfBoth(
  tx: Sql,
  companyIds: readonly [string, string],
): Promise<MovableConnection[]> {
  return tx.query<MovableConnection>(
    `SELECT "companyId", "connectionType", "tenantId", "tenantName", "disconnectedAt" FROM "Connection"
     WHERE "companyId" = ANY($1) ORDER BY id FOR UPDATE`,
    [companyIds],
  );
}

/** Makes a connection another company's, and tells every process at the commit: tokens are kept by company. */
export async function moveConnection(
  tx: Sql,
  { from, to, connectionType }: { from: string; to: string; connectionType: string },
): Promise<void> {
  await tx.query(
    `WITH moved AS (UPDATE "Connection" SET "companyId" = $2
       WHERE "companyId" = $1 AND "connectionType" = $3 RETURNING "grantId")
     SELECT pg_notify('${GRANT_CHANNEL}', "grantId") FROM moved`,
    [from, to, connectionType],
  );
}

/** How many grants there are by the code of their last failure; of those that go on. */
export const grantErrorCodes = `SELECT "lastErrorCode" AS name, count(*)::int AS count FROM "Grant"
  WHERE "lastErrorCode" IS NOT NULL AND state <> 'revoked' GROUP BY 1 ORDER BY 1`;

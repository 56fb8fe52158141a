import type { Connection, ProviderDiscovery, Revocation, Sql } from "@/lib/db";

// What other rooms' statements read of connections and grants.

/** An organisation's id as a connection holds it: plain, or encrypted. */
export type StoredTenant = Pick<Connection, "tenantId" | "sealedTenantId">;

/** What rooms beside this one read organisations' ids with. */
export interface TenantIds {
  /** @throws {CountersignError} `misconfigured` when this process lacks the key. */
  idOf(connection: StoredTenant & Pick<Connection, "id" | "connectionType">): string;
  /** What rows may hold in the place of this id, beside the id itself. */
  hashesOf(tenantId: string): Buffer[];
}

/** Condition that a column, or else the keyed hash beside it, stands for one of some ids. */
export const isOneOf = (plain: string, hash: string, ids: string, hashes: string) =>
  `(${plain} = ANY(${ids}::text[]) OR ${hash} = ANY(${hashes}::bytea[]))`;

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

/** The live connections to some of a provider's organisations. */
export function liveConnectionsTo(
  sql: Sql,
  { hashesOf }: Pick<TenantIds, "hashesOf">,
  about: { connectionType: string; environment?: string; tenantIds: readonly string[] },
): Promise<(StoredTenant & Pick<Connection, "id" | "companyId">)[]> {
  const { connectionType, environment = null, tenantIds } = about;
  return sql.query<StoredTenant & Pick<Connection, "id" | "companyId">>(
    `SELECT c.id, c."companyId", c."tenantId", c."sealedTenantId" FROM "Connection" c
     WHERE c."connectionType" = $1 AND ${isOneOf('c."tenantId"', 'c."tenantHash"', "$2", "$4")}
       AND ($3::text IS NULL OR c.environment = $3) AND ${LIVE_SQL}
     ORDER BY c.id LIMIT ${MOST_OF_ONE}`,
    [connectionType, tenantIds, environment, tenantIds.flatMap(hashesOf)],
  );
}

/** The providers whose discovery documents name other addresses than those in effect. */
export async function providersNamingOthers(sql: Sql): Promise<string[]> {
  const rows = await sql.query<Pick<ProviderDiscovery, "connectionType">>(
    `SELECT DISTINCT "connectionType" FROM "ProviderDiscovery" WHERE "differsSince" IS NOT NULL`,
  );
  return rows.map(({ connectionType }) => connectionType);
}

/** What discovery documents of providers named. */
export const discoveries = (alias: string) => `"ProviderDiscovery" ${alias}`;

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
  "companyId" | "connectionType" | "tenantName" | "disconnectedAt"
>;

/** The connections of two companies, live and ended, locked to the end of the transaction. */
export function lockConnectionsOfBoth(
  tx: Sql,
  companyIds: readonly [string, string],
): Promise<MovableConnection[]> {
  return tx.query<MovableConnection>(
    `SELECT "companyId", "connectionType", "tenantName", "disconnectedAt" FROM "Connection"
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

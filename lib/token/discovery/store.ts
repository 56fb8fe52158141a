import type { ProviderDiscovery, Sql } from "@/lib/db";
import { type ProviderAddresses, storedAddresses } from "./addresses";

/** One provider in one of its environments. */
export type DiscoveryKey = Pick<ProviderDiscovery, "connectionType" | "environment">;

/** What a discovery document named, and what was accepted of it. */
export interface StoredDiscovery
  extends Pick<ProviderDiscovery, "readAt" | "differsSince" | "acceptedBy" | "acceptedAt"> {
  found: ProviderAddresses;
  accepted: ProviderAddresses | null;
}

type Row = Pick<
  ProviderDiscovery,
  "readAt" | "differsSince" | "found" | "accepted" | "acceptedBy" | "acceptedAt"
>;

const COLUMNS = `"readAt", "differsSince", found, accepted, "acceptedBy", "acceptedAt"`;

/** @returns Undefined before the document was read for the first time. */
export async function findDiscovery(
  sql: Sql,
  { connectionType, environment }: DiscoveryKey,
): Promise<StoredDiscovery | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM "ProviderDiscovery" WHERE "connectionType" = $1 AND environment = $2`,
    [connectionType, environment],
  );
  return row && storedOf(row);
}

/** The same, locked to the end of the transaction. */
export async function lockDiscovery(
  tx: Sql,
  { connectionType, environment }: DiscoveryKey,
): Promise<StoredDiscovery | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM "ProviderDiscovery" WHERE "connectionType" = $1 AND environment = $2 FOR UPDATE`,
    [connectionType, environment],
  );
  return row && storedOf(row);
}

function storedOf({ found, accepted, ...row }: Row): StoredDiscovery {
  return {
    ...row,
    found: storedAddresses.parse(found),
    accepted: accepted === null ? null : storedAddresses.parse(accepted),
  };
}

/** Puts down what a document named just now. */
export async function saveFound(
  sql: Sql,
  { connectionType, environment }: DiscoveryKey,
  { found, differs, atMs }: { found: ProviderAddresses; differs: boolean; atMs: number },
): Promise<void> {
  await sql.query(
    `INSERT INTO "ProviderDiscovery" AS d ("connectionType", environment, "readAt", found, "differsSince")
     VALUES ($1, $2, $3, $4, CASE WHEN $5::boolean THEN $3::timestamptz END)
     ON CONFLICT ("connectionType", environment) DO UPDATE SET "readAt" = $3, found = $4,
       "differsSince" = CASE WHEN $5::boolean THEN COALESCE(d."differsSince", $3::timestamptz) END`,
    [connectionType, environment, new Date(atMs), JSON.stringify(found), differs],
  );
}

/** Puts what the document named into effect. */
export async function saveAccepted(
  tx: Sql,
  { connectionType, environment }: DiscoveryKey,
  { by, atMs }: { by: string; atMs: number },
): Promise<void> {
  await tx.query(
    `UPDATE "ProviderDiscovery" SET accepted = found, "acceptedBy" = $3, "acceptedAt" = $4, "differsSince" = NULL
     WHERE "connectionType" = $1 AND environment = $2`,
    [connectionType, environment, by, new Date(atMs)],
  );
}

/** Providers that are configured no more are told of no more. */
export async function forgetOthers(sql: Sql, configured: readonly DiscoveryKey[]): Promise<void> {
  await sql.query(
    `UPDATE "ProviderDiscovery" d SET "differsSince" = NULL WHERE d."differsSince" IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM unnest($1::text[], $2::text[]) AS c (type, environment)
       WHERE c.type = d."connectionType" AND c.environment = d.environment)`,
    [
      configured.map(({ connectionType }) => connectionType),
      configured.map(({ environment }) => environment),
    ],
  );
}

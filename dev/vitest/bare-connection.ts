import { type Database, newId } from "@/lib/db";

/** What a connection without a real consent is made of. */
export interface BareConnection {
  companyId?: string;
  connectionType?: string;
  grantId?: string;
  refreshExpiresAt?: Date;
  hardExpiresAt?: Date | null;
  accessExpiresAt?: Date;
  connectedAt: Date;
}

/**
 * A live connection straight into the database, for what never asks its provider.
 *
 * @returns The company's id and the grant's.
 */
export async function addBareConnection(
  database: Database,
  connection: BareConnection,
): Promise<{ companyId: string; grantId: string }> {
  const { connectedAt, connectionType = "qbo", hardExpiresAt = null } = connection;
  const { companyId = newId(), grantId = newId() } = connection;
  const later = (days: number) => new Date(connectedAt.getTime() + days * 86_400_000);
  const { refreshExpiresAt = later(100), accessExpiresAt = later(1 / 24) } = connection;
  await database.query(
    `INSERT INTO "Company" (id, name) VALUES ($1, 'Company ' || $1) ON CONFLICT DO NOTHING`,
    [companyId],
  );
  await database.query(
    `INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, "issuedAt",
       "accessExpiresAt", "refreshExpiresAt", "hardExpiresAt", "stateSince")
     VALUES ($1, $2, 'sandbox', $1, '', 'k', '', $3, $4, $5, $6, $3) ON CONFLICT DO NOTHING`,
    [grantId, connectionType, connectedAt, accessExpiresAt, refreshExpiresAt, hardExpiresAt],
  );
  await database.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt") VALUES ($1, $2, $3, 'sandbox', $1, 'Books', $4, 'u', $5)`,
    [newId(), companyId, connectionType, grantId, connectedAt],
  );
  return { companyId, grantId };
}

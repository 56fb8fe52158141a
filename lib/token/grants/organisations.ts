import { joinCompany } from "@/lib/companies/views";
import { type Connection, newId, type Sql } from "@/lib/db";
import type { Keyring } from "../keys/keyring";
import { storedId, tenantIdOf } from "../keys/tenant-id";
import { isOneOf, type StoredTenant } from "../views";
import { holdOrganisation } from "./turns";

interface Organisations extends Pick<Connection, "connectionType" | "environment"> {
  tenantIds: readonly string[];
  /** A company whose own connection doesn't count. */
  exceptCompanyId?: string;
}

/** The live connections of some organisations: the name of the company, by the organisation's id. */
export async function ownersOf(
  sql: Sql,
  keyring: Keyring,
  { connectionType, environment, tenantIds, exceptCompanyId }: Organisations,
): Promise<Map<string, string>> {
  const idByHash = new Map(
    tenantIds.flatMap((id) => keyring.hashesOf(id).map((hash) => [hash.toString("hex"), id] as const)),
  );
  const rows = await sql.query<{ tenantId: string | null; tenantHash: string | null; companyName: string }>(
    `SELECT c."tenantId", encode(c."tenantHash", 'hex') AS "tenantHash", o.name AS "companyName"
     FROM "Connection" c ${joinCompany('c."companyId"')}
     WHERE c."connectionType" = $1 AND c.environment = $2 AND ${isOneOf('c."tenantId"', 'c."tenantHash"', "$3", "$4")}
       AND c."disconnectedAt" IS NULL AND c."companyId" IS DISTINCT FROM $5`,
    [
      connectionType,
      environment,
      tenantIds,
      [...idByHash.keys()].map((hash) => Buffer.from(hash, "hex")),
      exceptCompanyId ?? null,
    ],
  );
  return new Map(
    rows.map((row) => [row.tenantId ?? idByHash.get(row.tenantHash ?? "") ?? "", row.companyName]),
  );
}

/** What a connection was before it is connected again. */
export type EarlierConnection = Pick<
  Connection,
  "id" | "grantId" | "tenantName" | "environment" | "disconnectedAt"
> & { tenantId: string };

/** A company's connection to a provider, live or ended, locked to the transaction's end. */
export async function lockConnection(
  tx: Sql,
  keyring: Keyring,
  companyId: string,
  connectionType: string,
): Promise<EarlierConnection | undefined> {
  const [row] = await tx.query<StoredTenant & Omit<EarlierConnection, "tenantId">>(
    `SELECT id, "grantId", "tenantId", "sealedTenantId", "tenantName", environment, "disconnectedAt" FROM "Connection"
     WHERE "companyId" = $1 AND "connectionType" = $2 FOR UPDATE`,
    [companyId, connectionType],
  );
  return row && { ...row, tenantId: tenantIdOf(keyring, { ...row, connectionId: row.id, connectionType }) };
}

/** Which organisation a company is connected to from now on, by which grant and person. */
export type NewConnection = Pick<
  Connection,
  "companyId" | "connectionType" | "environment" | "tenantName" | "grantId" | "connectedBy" | "connectedAt"
> & { tenantId: string; earlierId: string | undefined };

/** Makes or changes a company's connection. @returns Whether the organisation was no other company's. */
export async function saveConnection(tx: Sql, keyring: Keyring, connection: NewConnection): Promise<boolean> {
  const { companyId, connectionType, environment, tenantId, earlierId } = connection;
  await holdOrganisation(tx, connection);
  const wanted = { connectionType, environment, tenantIds: [tenantId], exceptCompanyId: companyId };
  if ((await ownersOf(tx, keyring, wanted)).size > 0) return false;
  const id = earlierId ?? newId();
  const stored = await storedId(tx, keyring, { table: "Connection", rowId: id, connectionType }, tenantId);
  await tx.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantHash",
       "sealedTenantId", "tenantName", "grantId", "connectedBy", "connectedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT ("companyId", "connectionType") DO UPDATE
     SET environment = $4, "tenantId" = $5, "tenantHash" = $6, "sealedTenantId" = $7, "tenantName" = $8, "grantId" = $9,
         "connectedBy" = $10, "connectedAt" = $11, "disconnectedBy" = NULL, "disconnectedAt" = NULL`,
    [
      id,
      companyId,
      connectionType,
      environment,
      stored.plain,
      stored.hash,
      stored.encrypted,
      connection.tenantName,
      connection.grantId,
      connection.connectedBy,
      connection.connectedAt,
    ],
  );
  return true;
}

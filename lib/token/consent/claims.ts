import type { PendingConsent, Sql } from "@/lib/db";
import type { Keyring } from "../keys/keyring";
import { idsRestEncrypted } from "../keys/tenant-id";
import type { Tenant } from "../providers/provider";

/** What a resting consent holds of organisations: what its callback claimed, and which its person must choose from. */
export interface Claims {
  params: URLSearchParams;
  tenants: readonly Tenant[];
}

/** The columns of a resting consent that hold its claims. */
export type ClaimColumns = Pick<
  PendingConsent,
  "id" | "connectionType" | "companyId" | "callbackParams" | "tenants" | "sealedClaims"
>;

type Row = Pick<PendingConsent, "id" | "connectionType" | "companyId">;

/** The columns' values: both plain ones are empty where organisations' ids rest encrypted. */
export async function storedClaims(
  sql: Sql,
  keyring: Keyring,
  row: Row,
  { params, tenants }: Claims,
): Promise<[callbackParams: string, tenants: string, sealedClaims: Buffer | null]> {
  if (!(await idsRestEncrypted(sql))) return [params.toString(), JSON.stringify(tenants), null];
  return ["", "[]", keyring.encrypt(JSON.stringify([params.toString(), tenants]), contextOf(row))];
}

/** @throws {CountersignError} As `Keyring.decrypt` does. */
export function claimsOf(keyring: Keyring, row: ClaimColumns): Claims {
  if (!row.sealedClaims) {
    return { params: new URLSearchParams(row.callbackParams), tenants: row.tenants as unknown as Tenant[] };
  }
  const opened = JSON.parse(keyring.decrypt(row.sealedClaims, contextOf(row))) as [string, Tenant[]];
  const [params, tenants] = opened;
  return { params: new URLSearchParams(params), tenants };
}

function contextOf({ id, connectionType, companyId }: Row) {
  return {
    table: "PendingConsent",
    rowId: id,
    field: "sealedClaims",
    provider: connectionType,
    subject: companyId,
  };
}

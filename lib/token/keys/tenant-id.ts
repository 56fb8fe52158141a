import type { Grant, Revocation, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { StoredTenant, TenantIds } from "../views";
import type { EncryptionContext, Keyring } from "./keyring";

// Intuit asks that a realmId rests encrypted. An organisation's id, and whom a grant belongs to, which at Intuit is the
// same, is a ciphertext beside a keyed hash. Rows from before hold it plain until `keys seal-tenants` has met them.

/** Whom a token set belongs to, as its grant holds it. */
export type StoredSubject = Pick<Grant, "id" | "connectionType" | "subject" | "sealedSubject">;

/** How an id rests: plain, or hashed and encrypted. */
export interface StoredId {
  plain: string | null;
  hash: Buffer | null;
  encrypted: Buffer | null;
}

/** The row that an id is in. */
export interface IdPlace {
  table: "Connection" | "Grant" | "Revocation";
  rowId: string;
  connectionType: string;
}

export const createTenantIds = (keyring: Keyring): TenantIds => ({
  idOf: ({ id, ...connection }) => tenantIdOf(keyring, { connectionId: id, ...connection }),
  hashesOf: (tenantId) => keyring.hashesOf(tenantId),
});

/** The id of a connection's organisation. @throws {CountersignError} As `Keyring.decrypt` does. */
export function tenantIdOf(
  keyring: Keyring,
  {
    connectionId: rowId,
    connectionType,
    tenantId,
    sealedTenantId,
  }: StoredTenant & { connectionId: string; connectionType: string },
): string {
  return openId(keyring, { table: "Connection", rowId, connectionType }, tenantId, sealedTenantId);
}

/** The id of the organisation that a provider is to be told of. */
export function revokedTenantIdOf(
  keyring: Keyring,
  { id, connectionType, tenantId, sealedTenantId }: StoredTenant & Pick<Revocation, "id" | "connectionType">,
): string {
  return openId(keyring, { table: "Revocation", rowId: id, connectionType }, tenantId, sealedTenantId);
}

/** Whom a grant's token set belongs to, which is part of what its ciphertext is bound to. */
export function subjectOf(
  keyring: Keyring,
  { id, connectionType, subject, sealedSubject }: StoredSubject,
): string {
  return openId(keyring, { table: "Grant", rowId: id, connectionType }, subject, sealedSubject);
}

function openId(
  keyring: Keyring,
  place: IdPlace,
  plain: string | null,
  encrypted: Uint8Array | null,
): string {
  if (plain !== null) return plain;
  if (encrypted) return keyring.decrypt(encrypted, idContext(place));
  throw new CountersignError("unreadable_token_set", `${place.table} "${place.rowId}" holds no id.`);
}

/** How an id is to be stored in a new or changed row. @see idsRestEncrypted */
export async function storedId(sql: Sql, keyring: Keyring, place: IdPlace, id: string): Promise<StoredId> {
  if (await idsRestEncrypted(sql)) return { plain: null, ...encryptedId(keyring, place, id) };
  return { plain: id, hash: null, encrypted: null };
}

export function encryptedId(keyring: Keyring, place: IdPlace, id: string) {
  const [hash] = keyring.hashesOf(id);
  return { hash, encrypted: keyring.encrypt(id, idContext(place)) };
}

/**
 * Whether new ids are to be encrypted: always, but where all connections are from before. Processes of that version may
 * run beside this one then and know plain ids alone, until `keys seal-tenants` begins.
 */
export async function idsRestEncrypted(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ encrypted: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "Connection" WHERE "sealedTenantId" IS NOT NULL)
       OR NOT EXISTS (SELECT 1 FROM "Connection") AS encrypted`,
  );
  return row?.encrypted ?? true;
}

const idFields = {
  Connection: "sealedTenantId",
  Grant: "sealedSubject",
  Revocation: "sealedTenantId",
} as const;

function idContext({ table, rowId, connectionType }: IdPlace): EncryptionContext {
  return { table, rowId, field: idFields[table], provider: connectionType, subject: "" };
}

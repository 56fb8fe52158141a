import { type EncryptionContext, type Keyring, keyIdSql } from "./keyring";
import { subjectOf } from "./tenant-id";

/** A column whose rows hold something encrypted, and what a ciphertext in it is bound to besides its column. */
export interface EncryptedTable {
  readonly table:
    | "Grant"
    | "Connection"
    | "Revocation"
    | "PendingConsent"
    | "Event"
    | "AlertChannel"
    | "EventEndpoint"
    | "SecondFactor";
  /** Null in a row that has nothing to keep, and then so is its "keyId". */
  readonly field: "sealedTokenSet" | "sealedSecret" | "sealedTenantId" | "sealedSubject" | "sealedClaims";
  /** What `keys status` counts its rows as. */
  readonly place: string;
  /** Whether the key's id is in a column "keyId" too, beside the ciphertext's own bytes. */
  readonly namesKey: boolean;
  /** The row that a ciphertext is bound to, where that is another one, and the column of its id. */
  readonly boundTo?: { readonly table: string; readonly idColumn: string };
  /** SQL of what stands for the provider. */
  readonly providerSql: string;
  /** SQL of the subject; null in a row of a grant whose subject is encrypted itself. */
  readonly subjectSql: string;
  /** The keyed hash of what is encrypted, which changes with the key. */
  readonly hashColumn?: "tenantHash" | "subjectHash";
  /** Which rows are of use only as long as their ciphertext can be opened. */
  readonly needed: string;
}

const TENANT = { providerSql: '"connectionType"', subjectSql: "''", namesKey: false } as const;

export const encryptedTables: readonly EncryptedTable[] = [
  {
    table: "Grant",
    field: "sealedTokenSet",
    place: "Grant",
    namesKey: true,
    providerSql: '"connectionType"',
    subjectSql: "subject",
    needed: "state <> 'revoked'",
  },
  {
    ...TENANT,
    table: "Grant",
    field: "sealedSubject",
    place: "Grant.subject",
    hashColumn: "subjectHash",
    needed: "state <> 'revoked'",
  },
  {
    ...TENANT,
    table: "Connection",
    field: "sealedTenantId",
    place: "Connection",
    hashColumn: "tenantHash",
    needed: '"disconnectedAt" IS NULL',
  },
  {
    ...TENANT,
    table: "Revocation",
    field: "sealedTenantId",
    place: "Revocation",
    hashColumn: "tenantHash",
    needed: '"nextAttemptAt" IS NOT NULL',
  },
  {
    ...TENANT,
    table: "Event",
    field: "sealedTenantId",
    place: "Event",
    boundTo: { table: "Connection", idColumn: "connectionId" },
    // There may be very many, and a start is not the time to look at each.
    needed: "false",
  },
  {
    table: "PendingConsent",
    field: "sealedTokenSet",
    place: "PendingConsent",
    namesKey: true,
    providerSql: '"connectionType"',
    subjectSql: '"companyId"',
    needed: "true",
  },
  {
    table: "PendingConsent",
    field: "sealedClaims",
    place: "PendingConsent.claims",
    namesKey: false,
    providerSql: '"connectionType"',
    subjectSql: '"companyId"',
    needed: "true",
  },
  {
    table: "AlertChannel",
    field: "sealedSecret",
    place: "AlertChannel",
    namesKey: true,
    providerSql: "kind",
    subjectSql: "target",
    needed: "true",
  },
  {
    table: "EventEndpoint",
    field: "sealedSecret",
    place: "EventEndpoint",
    namesKey: true,
    providerSql: "'webhook'",
    subjectSql: "url",
    needed: "true",
  },
  {
    table: "SecondFactor",
    field: "sealedSecret",
    place: "SecondFactor",
    namesKey: true,
    providerSql: "'totp'",
    subjectSql: '"userId"',
    needed: "true",
  },
];

/** SQL of the id of the key that made a row's ciphertext. */
export const keyOfRowSql = ({ namesKey, field }: EncryptedTable) => (namesKey ? '"keyId"' : keyIdSql(field));

/** A row with what its ciphertext is bound to. */
export interface EncryptedRow {
  id: string;
  boundId: string;
  provider: string;
  subject: string | null;
  sealedSubject: Buffer<ArrayBuffer> | null;
  encrypted: Buffer;
}

/** The columns of an `EncryptedRow`. */
export const encryptedRowSql = ({ table, field, boundTo, providerSql, subjectSql }: EncryptedTable) =>
  `id, "${boundTo?.idColumn ?? "id"}" AS "boundId", ${providerSql} AS provider, ${subjectSql} AS subject,
     ${table === "Grant" ? '"sealedSubject"' : "NULL::bytea"} AS "sealedSubject", "${field}" AS encrypted`;

/** @throws {CountersignError} `misconfigured` when this process lacks the key of a grant's subject. */
export function encryptionContext(
  keyring: Keyring,
  { table, field, boundTo }: EncryptedTable,
  { id, boundId, provider, subject, sealedSubject }: EncryptedRow,
): EncryptionContext {
  const owner = subject ?? subjectOf(keyring, { id, connectionType: provider, subject, sealedSubject });
  return { table: boundTo?.table ?? table, rowId: boundId, field, provider, subject: owner };
}

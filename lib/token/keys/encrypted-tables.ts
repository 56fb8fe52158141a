/** A table whose rows hold something encrypted, and what a row's ciphertext is bound to besides its id. */
export interface EncryptedTable {
  readonly table: "Grant" | "PendingConsent" | "AlertChannel" | "EventEndpoint" | "SecondFactor";
  /** The column of the ciphertext; null in a row that has no secret, and then so is its "keyId". */
  readonly field: "sealedTokenSet" | "sealedSecret";
  /** SQL of what stands for the provider. */
  readonly providerSql: string;
  readonly subjectColumn: string;
  /** Counts the writes of a row's secret; null where it is written once. */
  readonly generationColumn: string | null;
  /** Which rows are of use only as long as their ciphertext can be opened. */
  readonly needed: string;
}

export const encryptedTables: readonly EncryptedTable[] = [
  {
    table: "Grant",
    field: "sealedTokenSet",
    providerSql: '"connectionType"',
    subjectColumn: "subject",
    generationColumn: "generation",
    needed: "state <> 'revoked'",
  },
  {
    table: "PendingConsent",
    field: "sealedTokenSet",
    providerSql: '"connectionType"',
    subjectColumn: "companyId",
    generationColumn: null,
    needed: "true",
  },
  {
    table: "AlertChannel",
    field: "sealedSecret",
    providerSql: "kind",
    subjectColumn: "target",
    generationColumn: "secretGeneration",
    needed: "true",
  },
  {
    table: "EventEndpoint",
    field: "sealedSecret",
    providerSql: "'webhook'",
    subjectColumn: "url",
    generationColumn: "secretGeneration",
    needed: "true",
  },
  {
    table: "SecondFactor",
    field: "sealedSecret",
    providerSql: "'totp'",
    subjectColumn: "userId",
    generationColumn: null,
    needed: "true",
  },
];

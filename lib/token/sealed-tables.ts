/** A table whose rows hold a sealed token set, and what a row's ciphertext is bound to besides its id. */
export interface SealedTable {
  readonly table: "Grant" | "PendingConsent";
  readonly subjectColumn: string;
  /** Counts the writes of a row's token set; null where it is written once. */
  readonly generationColumn: string | null;
}

export const sealedTables: readonly SealedTable[] = [
  { table: "Grant", subjectColumn: "subject", generationColumn: "generation" },
  { table: "PendingConsent", subjectColumn: "companyId", generationColumn: null },
];

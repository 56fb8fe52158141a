import type { Grant, Sql } from "@/lib/db";

// What no row stands for yet can't be locked, and no index compares a plain id with an encrypted one or the hashes of
// two keys. Whoever stores such an id takes a turn first, to the transaction's end.

type Place = Pick<Grant, "connectionType" | "environment">;

/** Of all who store the grant of a subject. */
export async function holdSubject(
  tx: Sql,
  { connectionType, environment, subject }: Place & { subject: string },
): Promise<void> {
  await hold(tx, [connectionType, environment, subject]);
}

/** Of all who connect an organisation, after the subject's. */
export async function holdOrganisation(
  tx: Sql,
  { connectionType, environment, tenantId }: Place & { tenantId: string },
): Promise<void> {
  await hold(tx, ["organisation", connectionType, environment, tenantId]);
}

async function hold(tx: Sql, key: readonly string[]): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [JSON.stringify(key)]);
}

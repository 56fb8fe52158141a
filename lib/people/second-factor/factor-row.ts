import { recordAudit } from "@/lib/audit/record";
import type { SecondFactor, Sql } from "@/lib/db";
import type { FactorDeps } from "./deps";

export type FactorRow = Pick<
  SecondFactor,
  "id" | "userId" | "sealedSecret" | "lastStep" | "confirmedAt" | "createdAt" | "startedBy"
>;

const COLUMNS = `id, "userId", "sealedSecret", "lastStep", "confirmedAt", "createdAt", "startedBy"`;

export async function factorOf(sql: Sql, userId: string): Promise<FactorRow | undefined> {
  const [row] = await sql.query<FactorRow>(`SELECT ${COLUMNS} FROM "SecondFactor" WHERE "userId" = $1`, [
    userId,
  ]);
  return row;
}

export function secretOf(
  { secrets }: Pick<FactorDeps, "secrets">,
  { id, userId, sealedSecret }: FactorRow,
): string {
  return secrets.decrypt(sealedSecret, { rowId: id, userId });
}

/** The row of a change, in its transaction. */
export async function auditFactor(
  tx: Sql,
  change: { userId: string; what: "on" | "off" | "reset" | "backup-codes"; sentence: string; atMs: number },
): Promise<void> {
  await recordAudit(tx, {
    operation: "second_factor.change",
    outcome: "success",
    via: ["POST", `/users/${change.userId}/second-factor/${change.what}`],
    responseStatus: 200,
    errorMessage: change.sentence,
    atMs: change.atMs,
  });
}

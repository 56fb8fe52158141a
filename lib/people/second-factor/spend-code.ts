import type { Sql } from "@/lib/db";
import { spendBackupCode } from "./backup-codes";
import type { FactorDeps } from "./deps";
import { type FactorRow, secretOf } from "./factor-row";
import { stepOfCode } from "./totp";

/**
 * Whether a code of the app, or a backup code, is right; it counts never again. The UPDATE judges: of several at once
 * one counts.
 */
export async function spendCode(
  tx: Sql,
  deps: Pick<FactorDeps, "secrets">,
  { factor, typed, atMs }: { factor: FactorRow; typed: string; atMs: number },
): Promise<boolean> {
  const code = typed.replaceAll(/\s/g, "").slice(0, 40);
  if (!/^\d+$/.test(code)) return spendBackupCode(tx, factor.id, code, atMs);
  const step = await stepOfCode({ secret: secretOf(deps, factor), after: factor.lastStep }, code, atMs);
  if (step === undefined) return false;
  const spent = await tx.query(
    `UPDATE "SecondFactor" SET "lastStep" = $2 WHERE id = $1 AND ("lastStep" IS NULL OR "lastStep" < $2) RETURNING 1`,
    [factor.id, step],
  );
  return spent.length > 0;
}

import { createHash } from "node:crypto";
import type { Sql } from "@/lib/db";

const COUNT = 10;
/** Without letters that read as others. 31^16 is 79 bits: a hash of them needs no slow function. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 16;
const SHAPE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);

/** Replaces a factor's backup codes. They are shown once: only their hashes are stored. */
export async function newBackupCodes(
  tx: Sql,
  random: (bytes: number) => Buffer,
  factorId: string,
): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => newCode(random));
  await tx.query(`DELETE FROM "BackupCode" WHERE "factorId" = $1`, [factorId]);
  await tx.query(
    `INSERT INTO "BackupCode" ("factorId", "codeHash") SELECT $1, hash FROM unnest($2::text[]) AS hash`,
    [factorId, codes.map((code) => hashOf(factorId, code))],
  );
  return codes.map((code) => (code.match(/.{4}/g) ?? []).join("-"));
}

/** Uses up a backup code. Of several at once one counts. */
export async function spendBackupCode(
  tx: Sql,
  factorId: string,
  typed: string,
  atMs: number,
): Promise<boolean> {
  const code = typed.replaceAll("-", "").toLowerCase();
  if (!SHAPE.test(code)) return false;
  const spent = await tx.query(
    `UPDATE "BackupCode" SET "usedAt" = $3 WHERE "factorId" = $1 AND "codeHash" = $2 AND "usedAt" IS NULL
     RETURNING 1`,
    [factorId, hashOf(factorId, code), new Date(atMs)],
  );
  return spent.length > 0;
}

/** Bytes beyond the last whole multiple of the letters are passed over, so that each letter is as likely. */
function newCode(random: (bytes: number) => Buffer): string {
  let code = "";
  while (code.length < LENGTH) {
    for (const byte of random(LENGTH)) {
      if (byte < 256 - (256 % LETTERS.length) && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}

function hashOf(factorId: string, code: string): string {
  return createHash("sha256").update(`${factorId} ${code}`).digest("hex");
}

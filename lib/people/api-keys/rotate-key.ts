import type { ApiKey as ApiKeyRow, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import type { KeyEnvironment } from "./api-key";
import { auditKey } from "./audit-key";
import type { ApiKeyDeps } from "./deps";
import { hashSecret, keyValue, newKeySecret } from "./key-value";
import type { MadeKey } from "./make-key";
import { checkDays, invalid } from "./new-key";
import { notifyKey } from "./notify-key";

const MAX_KEEP_DAYS = 14;

interface Rotation {
  id: string;
  /** For how many days the secret of before stays good beside the new one; 0 ends it now. */
  keepDays: number;
  /** A new expiry, counted from now; without it the key ends when it would have. */
  expiresInDays?: number | undefined;
}

/**
 * Gives a key another secret. The one of before stays good for a while, so that its service can change over without a
 * gap; a still older one ends now.
 *
 * @returns The new value, which is kept nowhere.
 * @throws {CountersignError} `not_found`; `invalid_input` naming the field; `invalid_input` for a key that has ended.
 */
export async function rotateKey(
  deps: ApiKeyDeps,
  { id, keepDays, expiresInDays }: Rotation,
): Promise<MadeKey> {
  if (!Number.isInteger(keepDays) || keepDays < 0 || keepDays > MAX_KEEP_DAYS) {
    throw invalid("keepDays", `The old secret stays valid for 0 to ${MAX_KEEP_DAYS} whole days.`);
  }
  const atMs = deps.clock.nowMs();
  const expiresAt = expiresInDays === undefined ? null : new Date(atMs + checkDays(expiresInDays) * DAY_MS);
  const secret = newKeySecret(deps.random);
  return deps.database.recordTransaction(async (tx) => {
    // The statement itself judges what it changes: of a rotation and a revocation at once, the revocation counts.
    const [rotated] = await tx.query<Pick<ApiKeyRow, "name" | "environment" | "expiresAt">>(
      `UPDATE "ApiKey" SET "previousSecretHash" = "secretHash", "previousUntil" = $3, "secretHash" = $2,
         "rotatedAt" = $4, "expiresAt" = COALESCE($5, "expiresAt")
       WHERE id = $1 AND "revokedAt" IS NULL AND "expiresAt" > $4 RETURNING name, environment, "expiresAt"`,
      [id, hashSecret(secret), new Date(atMs + keepDays * DAY_MS), new Date(atMs), expiresAt],
    );
    if (!rotated) throw await refusalOf(tx, id);
    await notifyKey(tx, id);
    const old = keepDays === 0 ? "ends now" : `is valid until ${utcDay(atMs + keepDays * DAY_MS)}`;
    const sentence = `Key "${rotated.name}" has a new secret; the old one ${old}. The key expires on ${utcDay(rotated.expiresAt)}.`;
    await auditKey(tx, { operation: "api_key.rotate", id, sentence, atMs });
    const environment = rotated.environment as KeyEnvironment;
    return { id, value: keyValue({ environment, id, secret }), expiresAt: rotated.expiresAt };
  });
}

async function refusalOf(tx: Sql, id: string): Promise<CountersignError> {
  const known = await tx.query(`SELECT 1 FROM "ApiKey" WHERE id = $1`, [id]);
  if (known.length === 0) return unknownKey();
  return new CountersignError("invalid_input", "This key has ended.", {
    unchanged: true,
    nextStep: "Make a new key instead.",
  });
}

export function unknownKey(): CountersignError {
  return new CountersignError("not_found", "There is no such key.");
}

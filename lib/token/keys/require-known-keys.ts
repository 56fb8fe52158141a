import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { encryptedTables, keyOfRowSql } from "./encrypted-tables";
import type { Keyring } from "./keyring";

const KEEP_MS = 30_000;

/**
 * Refuses to go on with a key that can't open what is stored.
 *
 * @throws {CountersignError} `misconfigured`, naming ENCRYPTION_KEY and how many secrets need another.
 */
export async function requireKnownKeys(sql: Sql, keyring: Keyring): Promise<void> {
  const [unknown] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       ${encryptedTables.map((column) => `SELECT ${keyOfRowSql(column)} AS "keyId" FROM "${column.table}" WHERE ${column.needed}`).join(" UNION ALL ")}
     ) encrypted WHERE NOT ("keyId" = ANY($1))`,
    [[...keyring.keyIds]],
  );
  if (!unknown || unknown.count === 0) return;
  const message = `ENCRYPTION_KEY does not open ${unknown.count} stored token set(s), secret(s) or id(s). Put the key that encrypted them into ENCRYPTION_KEY, or into ENCRYPTION_KEY_PREVIOUS beside a new one.`;
  throw new CountersignError("misconfigured", message, { field: "ENCRYPTION_KEY" });
}

/**
 * `requireKnownKeys` for those who ask often: keys that fitted are asked about again after half a minute.
 *
 * @param nowMs A monotonic timer.
 */
export function keptKnownKeys(sql: Sql, keyring: Keyring, nowMs: () => number): () => Promise<void> {
  let fitUntilMs = 0;
  return async () => {
    if (nowMs() < fitUntilMs) return;
    await requireKnownKeys(sql, keyring);
    fitUntilMs = nowMs() + KEEP_MS;
  };
}

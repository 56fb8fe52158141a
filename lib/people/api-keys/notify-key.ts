import type { Sql } from "@/lib/db";

/** Where changes of keys are told, by public id. */
export const KEY_CHANNEL = "countersign_api_key";

/** Makes every process forget what it remembers of a key, once the transaction commits. */
export async function notifyKey(tx: Sql, id: string): Promise<void> {
  await tx.query("SELECT pg_notify($1, $2)", [KEY_CHANNEL, id]);
}

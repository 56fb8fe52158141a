import type { Sql } from "@/lib/db";
import { GRANT_CHANNEL } from "../views";

/** Tells every process, at the commit, to read a grant anew. */
export async function notifyGrant(tx: Sql, grantId: string): Promise<void> {
  await tx.query(`SELECT pg_notify('${GRANT_CHANNEL}', $1)`, [grantId]);
}

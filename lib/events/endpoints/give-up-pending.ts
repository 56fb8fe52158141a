import type { Sql } from "@/lib/db";

/** Ends what waits for an endpoint. The endpoint's row is locked by the caller, so that relays wait or come first. */
export async function giveUpPending(tx: Sql, endpointId: string, why: string): Promise<void> {
  await tx.query(
    `UPDATE "EventDelivery" SET "nextAttemptAt" = NULL, "lastError" = $2
     WHERE "endpointId" = $1 AND "nextAttemptAt" IS NOT NULL`,
    [endpointId, why],
  );
}

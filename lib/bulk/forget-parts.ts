import { DAY_MS } from "@/lib/time/durations";
import type { BulkDeps } from "./deps";

/** How long the parts of an ended operation are kept; its counts and its audit rows stay. */
export const KEPT_DAYS = 90;
/** Parts that one statement deletes. */
const STEP = 5_000;

/** Deletes the parts of operations that ended long ago, a bounded number at a time. */
export async function forgetParts({
  database,
  clock,
}: Pick<BulkDeps, "database" | "clock">): Promise<number> {
  const before = new Date(clock.nowMs() - KEPT_DAYS * DAY_MS);
  const deleted = await database.query(
    `DELETE FROM "BulkPart" WHERE ("operationId", position) IN (
       SELECT p."operationId", p.position FROM "BulkOperation" o JOIN "BulkPart" p ON p."operationId" = o.id
       WHERE o."endedAt" < $1 LIMIT $2) RETURNING 1`,
    [before, STEP],
  );
  return deleted.length;
}

import { recordAudit } from "@/lib/audit/record";
import type { BulkOperation } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { plural } from "@/lib/text/plural";
import type { BulkDeps } from "./deps";
import { endOperations } from "./end-operation";

type CancelDeps = Pick<BulkDeps, "database" | "clock">;

/**
 * Ends the parts that wait. Those under way come to their own end. Cancelling what is over or cancelled changes nothing.
 *
 * @throws {CountersignError} `not_found`
 */
export async function cancelOperation(
  deps: CancelDeps,
  { id, cancelledBy }: { id: string; cancelledBy: string },
): Promise<void> {
  await stop(deps, id, cancelledBy);
}

/** The same where the person who began it may act no more. */
export async function stopOperation(deps: CancelDeps, id: string): Promise<void> {
  await stop(deps, id, null);
}

async function stop(deps: CancelDeps, id: string, cancelledBy: string | null): Promise<void> {
  const atMs = deps.clock.nowMs();
  await deps.database.transaction(async (tx) => {
    const [operation] = await tx.query<
      Pick<BulkOperation, "endedAt" | "cancelledAt" | "starterName"> & { open: boolean }
    >(
      `SELECT "endedAt", "cancelledAt", "starterName", EXISTS (SELECT 1 FROM "BulkPart"
         WHERE "operationId" = $1 AND state IN ('waiting', 'running')) AS open FROM "BulkOperation" WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!operation) throw new CountersignError("not_found", "There is no such operation.");
    if (!operation.open || operation.endedAt || operation.cancelledAt) return;
    await tx.query(`UPDATE "BulkOperation" SET "cancelledAt" = $2, "cancelledBy" = $3 WHERE id = $1`, [
      id,
      new Date(atMs),
      cancelledBy,
    ]);
    const cancelled = await tx.query(
      `UPDATE "BulkPart" SET state = 'cancelled', "nextAttemptAt" = NULL, "finishedAt" = $2
       WHERE "operationId" = $1 AND state = 'waiting' RETURNING 1`,
      [id, new Date(atMs)],
    );
    const why = cancelledBy === null ? `${operation.starterName} may not run it any more. ` : "";
    await recordAudit(tx, {
      operation: "bulk.cancel",
      outcome: "success",
      via: ["POST", `/operations/${id}/cancel`],
      responseStatus: 200,
      errorMessage: `${why}${plural(cancelled.length, "part")} not begun.`,
      atMs,
    });
  });
  await endOperations(deps);
}

import { MINUTE_MS } from "@/lib/time/durations";
import type { BulkDeps } from "../deps";
import type { ClaimedPart } from "./claim";

/** What came of a part. */
export type PartOutcome =
  | {
      state: "done" | "failed" | "skipped" | "cancelled";
      words: string | null;
      code?: string;
      linkId?: string;
    }
  /** Not now: it waits again. */
  | { state: "waiting"; afterMs: number };

const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/**
 * Puts down what came of a claimed part. An attempt that outlived its lease puts down nothing: the next one does. Once
 * the operation is cancelled no part waits again.
 */
export async function settlePart(
  { database, clock }: Pick<BulkDeps, "database" | "clock">,
  { operationId, position, attempts }: ClaimedPart,
  outcome: PartOutcome,
): Promise<void> {
  const nowMs = clock.nowMs();
  const claim = [operationId, position, attempts];
  if (outcome.state === "waiting") {
    const at = new Date(nowMs + Math.min(outcome.afterMs, LONGEST_WAIT_MS));
    await database.query(
      `UPDATE "BulkPart" p SET
         state = CASE WHEN o."cancelledAt" IS NULL THEN 'waiting' ELSE 'cancelled' END,
         "nextAttemptAt" = CASE WHEN o."cancelledAt" IS NULL THEN $4::timestamptz END,
         "finishedAt" = CASE WHEN o."cancelledAt" IS NOT NULL THEN $5::timestamptz END
       FROM "BulkOperation" o WHERE o.id = p."operationId" AND p."operationId" = $1 AND p.position = $2
         AND p.attempts = $3 AND p.state = 'running'`,
      [...claim, at, new Date(nowMs)],
    );
    return;
  }
  await database.query(
    `UPDATE "BulkPart" SET state = $4, words = $5, code = $6, "nextAttemptAt" = NULL, "finishedAt" = $7, "linkId" = $8
     WHERE "operationId" = $1 AND position = $2 AND attempts = $3 AND state = 'running'`,
    [...claim, outcome.state, outcome.words, outcome.code ?? null, new Date(nowMs), outcome.linkId ?? null],
    "settle a bulk part",
  );
}

import type { BulkOperation, BulkPart, Narrowed } from "@/lib/db";
import { MINUTE_MS } from "@/lib/time/durations";
import type { BulkDeps, BulkKind } from "../deps";

/** How long a claim keeps others from a part; longer than the work on it may take. */
const LEASE_MS = 2 * MINUTE_MS;
/** A part that no attempt brought to an end must not end processes for ever. */
export const MOST_ATTEMPTS = 3;

/** A part that is this process's to do until the lease ends, and what is to be done. */
export interface ClaimedPart
  extends Pick<
      BulkPart,
      "operationId" | "position" | "connectionId" | "companyId" | "connectionType" | "attempts"
    >,
    Narrowed<
      Pick<BulkOperation, "kind" | "tag" | "startedBy" | "starterName" | "requestId">,
      { kind: BulkKind }
    > {}

/** Takes the next part that waits. Operations take turns, so that a small one does not wait for a large one's end. */
export async function claimPart({
  database,
  clock,
}: Pick<BulkDeps, "database" | "clock">): Promise<ClaimedPart | undefined> {
  const nowMs = clock.nowMs();
  const [claimed] = await database.query<ClaimedPart>(
    `WITH claimed AS (
       UPDATE "BulkPart" SET state = 'running', attempts = attempts + 1, "nextAttemptAt" = $2
       WHERE ("operationId", position) = (
         SELECT w."operationId", w.position FROM "BulkPart" w WHERE w.state = 'waiting' AND w."nextAttemptAt" <= $1
         ORDER BY w.position, w."operationId" LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING "operationId", position, "connectionId", "companyId", "connectionType", attempts),
     begun AS (UPDATE "BulkOperation" o SET "startedAt" = $1 FROM claimed
       WHERE o.id = claimed."operationId" AND o."startedAt" IS NULL)
     SELECT claimed.*, o.kind, o.tag, o."startedBy", o."starterName", o."requestId"
     FROM claimed JOIN "BulkOperation" o ON o.id = claimed."operationId"`,
    [new Date(nowMs), new Date(nowMs + LEASE_MS)],
    "claim a bulk part",
  );
  return claimed;
}

/** Parts whose process ended under them wait again; those of a cancelled operation, and those tried too often, end. */
export async function recoverParts({ database, clock }: Pick<BulkDeps, "database" | "clock">): Promise<void> {
  await database.query(
    `UPDATE "BulkPart" p SET
       state = CASE WHEN o."cancelledAt" IS NOT NULL THEN 'cancelled' WHEN p.attempts >= $2 THEN 'failed' ELSE 'waiting' END,
       words = CASE WHEN o."cancelledAt" IS NULL AND p.attempts >= $2 THEN $3 END,
       "nextAttemptAt" = CASE WHEN o."cancelledAt" IS NULL AND p.attempts < $2 THEN $1::timestamptz END,
       "finishedAt" = CASE WHEN o."cancelledAt" IS NOT NULL OR p.attempts >= $2 THEN $1::timestamptz END
     FROM "BulkOperation" o WHERE o.id = p."operationId" AND p.state = 'running' AND p."nextAttemptAt" <= $1`,
    [new Date(clock.nowMs()), MOST_ATTEMPTS, "No attempt came to an end; given up."],
  );
}

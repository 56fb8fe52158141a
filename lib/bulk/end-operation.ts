import { recordAudit } from "@/lib/audit/record";
import type { BulkOperation, Database, Sql } from "@/lib/db";
import { withRequestContext } from "@/lib/request-context";
import type { BulkDeps, PartState } from "./deps";

const MOST_ENDS = 50;

export type PartCounts = Record<PartState, number>;

const NONE: PartCounts = { failed: 0, skipped: 0, cancelled: 0, running: 0, waiting: 0, done: 0 };

async function countParts(sql: Sql, operationId: string): Promise<PartCounts> {
  const rows = await sql.query<{ state: PartState; count: number }>(
    `SELECT state, count(*)::int AS count FROM "BulkPart" WHERE "operationId" = $1 GROUP BY state`,
    [operationId],
  );
  return { ...NONE, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** Ends every operation none of whose parts is open, whichever process did the last of them. */
export async function endOperations(deps: Pick<BulkDeps, "database" | "clock">): Promise<void> {
  const over = await deps.database.query<Pick<BulkOperation, "id">>(
    `SELECT o.id FROM "BulkOperation" o WHERE o."endedAt" IS NULL AND NOT EXISTS (
       SELECT 1 FROM "BulkPart" p WHERE p."operationId" = o.id AND p.state IN ('waiting', 'running')) LIMIT $1`,
    [MOST_ENDS],
  );
  for (const { id } of over) await endOperation(deps, id);
}

/** Of several who see the last part end, one puts it down. */
async function endOperation(
  { database, clock }: { database: Database } & Pick<BulkDeps, "clock">,
  id: string,
): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const [operation] = await tx.query<
      Pick<BulkOperation, "endedAt" | "requestId" | "startedBy" | "createdAt">
    >(
      `SELECT "endedAt", "requestId", "startedBy", "createdAt" FROM "BulkOperation" WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!operation || operation.endedAt) return;
    const { done, failed, skipped, cancelled, waiting, running } = await countParts(tx, id);
    if (waiting + running > 0) return;
    await tx.query(
      `UPDATE "BulkOperation" SET "endedAt" = $2, done = $3, failed = $4, skipped = $5, cancelled = $6 WHERE id = $1`,
      [id, new Date(atMs), done, failed, skipped, cancelled],
    );
    const actor = { kind: "person", id: operation.startedBy } as const;
    const context = {
      requestId: operation.requestId,
      ipAddress: "in-process",
      userAgent: "countersign",
      actor,
    };
    await withRequestContext(context, () =>
      recordAudit(tx, {
        operation: "bulk.end",
        outcome: failed > 0 ? "failure" : "success",
        via: ["EVENT", `/operations/${id}`],
        responseStatus: failed > 0 ? 500 : 200,
        responseTimeMs: Math.max(0, atMs - operation.createdAt.getTime()),
        errorMessage: `${done} done, ${failed} failed, ${skipped} skipped, ${cancelled} cancelled.`,
        atMs,
      }),
    );
  });
}

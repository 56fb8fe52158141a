import type { ReadDeps } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { type Interval, type Segment, segmentsOf } from "./history";
import type { Subject } from "./read-history";

/** An interruption of a connection's service. */
export interface Trouble extends Segment {
  /** Whether it goes on: its end is then but the time of asking. */
  lasts: boolean;
}

/**
 * The newest interruption of a connection, open or ended; undefined where there never was one.
 * A deadline that passed unobserved counts from its time.
 */
export async function findLastTrouble(
  { database, clock }: ReadDeps,
  subject: Subject,
): Promise<Trouble | undefined> {
  const nowMs = clock.nowMs();
  const { companyId, connectionType } = subject;
  const wanted: ErrorCode = "no_connection";
  const rows = await database.query<Interval>(
    `SELECT id, cause, owner, message, "providerRef", "startedAt", "endedAt" FROM "HealthInterval"
     WHERE "companyId" = $1 AND "connectionType" = $2 AND (("endedAt" IS NULL) OR "startedAt" = (
       SELECT max(t."startedAt") FROM "HealthInterval" t WHERE t."companyId" = $1 AND t."connectionType" = $2
         AND t.cause IS NOT NULL AND t.cause <> $3))
     ORDER BY "startedAt", id LIMIT 3`,
    [companyId, connectionType, wanted],
  );
  const [oldest] = rows;
  if (!oldest) return undefined;
  const trouble = segmentsOf(rows, subject, { fromMs: oldest.startedAt.getTime(), toMs: nowMs })
    .filter(({ owner }) => owner !== null)
    .at(-1);
  return trouble && { ...trouble, lasts: trouble.toMs >= nowMs };
}

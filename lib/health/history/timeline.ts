import type { ReadDeps } from "@/lib/db";
import { type Interval, type Segment, segmentsOf } from "./history";
import type { Subject } from "./read-history";

export const TIMELINE_SIZE = 20;

/** One change of a connection's state, with an id that its address is made of. */
export interface TimelineEvent extends Segment {
  id: string;
  /** Whether it lasts to this day. */
  open: boolean;
}

export interface Timeline {
  /** Newest first. */
  events: TimelineEvent[];
  /** The event that the next page begins with. */
  olderId: string | null;
  /** Whether there are newer ones than these. */
  hasNewer: boolean;
}

/** What follows from a deadline or a disconnect alone has no interval of its own. */
const idOf = ({ intervalId, status }: Segment) =>
  intervalId === null ? status : status === "expiring_soon" ? `${intervalId}-soon` : intervalId;

/**
 * A connection's changes, newest first, a page at a time.
 *
 * @param from The id of the event to begin with; unknown ones begin with the newest.
 */
export async function readTimeline(
  { database, clock }: ReadDeps,
  subject: Subject,
  from: string | undefined,
): Promise<Timeline> {
  const nowMs = clock.nowMs();
  const { companyId, connectionType } = subject;
  const rows = await database.query<Interval & { isNewest: boolean }>(
    `SELECT i.id, i.cause, i.owner, i.message, i."providerRef", i."startedAt", i."endedAt",
       i."startedAt" = (SELECT max(n."startedAt") FROM "HealthInterval" n
         WHERE n."companyId" = $1 AND n."connectionType" = $2) AS "isNewest"
     FROM "HealthInterval" i
     WHERE i."companyId" = $1 AND i."connectionType" = $2 AND i."startedAt" <= COALESCE(
       (SELECT f."startedAt" FROM "HealthInterval" f
        WHERE f.id = $3 AND f."companyId" = $1 AND f."connectionType" = $2), 'infinity')
     ORDER BY i."startedAt" DESC, i.id DESC LIMIT ${TIMELINE_SIZE + 1}`,
    [companyId, connectionType, from ?? ""],
  );
  const shown = rows.slice(0, TIMELINE_SIZE);
  const [newest] = shown;
  if (!newest) return { events: [], olderId: null, hasNewer: false };
  const oldestMs = shown.at(-1)?.startedAt.getTime() ?? nowMs;
  const untilMs = newest.isNewest ? nowMs : (newest.endedAt?.getTime() ?? nowMs);
  const segments = segmentsOf(shown.toReversed(), subject, { fromMs: oldestMs, toMs: untilMs });
  const events = segments
    .map((segment) => ({ ...segment, id: idOf(segment), open: segment.toMs >= nowMs }))
    .reverse();
  return { events, olderId: rows[TIMELINE_SIZE]?.id ?? null, hasNewer: !newest.isNewest };
}

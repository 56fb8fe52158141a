import type { Sql } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import type { EventDeps } from "./deps";
import { EVENT_COLUMNS, type EventJson, type EventRow, eventJson } from "./event-json";

const KEPT_DAYS = 30;
const DELETE_BATCH = 1_000;
const MOST_BATCHES = 100;

export interface FeedRequest {
  /** The place of the last event that the reader has; 0 for the oldest that is kept. */
  after: number;
  limit: number;
  /** Null for every company. */
  companyIds: readonly string[] | null;
  /** By connectionType; null for all. */
  providers: readonly string[] | null;
  /** Of the connections, for each provider; without it, every one. */
  environments?: readonly { connectionType: string; environment: string }[];
}

export interface FeedPage {
  events: EventJson[];
  /** The place up to which the reader has now seen whatever it may see. */
  until: number;
}

/**
 * One page of the feed, oldest first. What concerns a provider as a whole is everybody's who reads of that provider; what
 * concerns neither company nor provider is shown to those who may see every company.
 */
export async function listEvents(
  { database, tenantIds }: Pick<EventDeps, "database" | "tenantIds">,
  { after, limit, companyIds, providers, environments }: FeedRequest,
): Promise<FeedPage> {
  const newest = await newestPosition(database);
  const rows = await database.query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM "Event" e WHERE e.position > $1 AND e.position <= $2
       AND ($3::text[] IS NULL OR e."companyId" = ANY($3) OR (e."companyId" = '' AND e."connectionType" <> ''))
       AND ($4::text[] IS NULL OR e."connectionType" = '' OR e."connectionType" = ANY($4))
       AND ($5::text[] IS NULL OR e.environment IS NULL OR (e."connectionType", e.environment) IN
         (SELECT type, environment FROM unnest($5::text[], $6::text[]) AS t (type, environment)))
     ORDER BY e.position LIMIT $7`,
    [
      after,
      newest,
      companyIds,
      providers,
      environments?.map(({ connectionType }) => connectionType) ?? null,
      environments?.map(({ environment }) => environment) ?? null,
      limit,
    ],
  );
  const events = rows.map((row) => eventJson({ tenantIds }, row));
  const last = events.at(-1);
  return { events, until: last && events.length === limit ? last.position : Math.max(after, newest) };
}

/** The last place given; 0 before the first. */
async function newestPosition(sql: Sql): Promise<number> {
  const [feed] = await sql.query<{ place: number }>(
    `SELECT last::float8 AS place FROM "EventCounter" WHERE id = 'feed'`,
  );
  return feed?.place ?? 0;
}

/**
 * Waits until an event has a place above this one. It asks the database at the beginning, and again only when
 * notifications may have been missed.
 *
 * @returns False when the time was over, or the signal aborted, first.
 */
export function waitForEvents(
  { database, signals }: Pick<EventDeps, "database" | "signals">,
  afterPosition: number,
  ms: number,
  signal?: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const leave = () => end(() => resolve(false));
    const judge = (position: number) => {
      if (position > afterPosition) end(() => resolve(true));
    };
    const look = () => newestPosition(database).then(judge, (error) => end(() => reject(error)));
    const forget = signals.onRelayed((position) => (position === undefined ? look() : judge(position)));
    const timer = setTimeout(leave, ms);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      forget();
      signal?.removeEventListener("abort", leave);
      settle();
    };
    if (signal?.aborted) return leave();
    signal?.addEventListener("abort", leave, { once: true });
    void look();
  });
}

/** Deletes events that are older than the feed goes back, and what became of their messages. @returns How many. */
export async function deleteOldEvents({
  database,
  clock,
}: Pick<EventDeps, "database" | "clock">): Promise<number> {
  const before = new Date(clock.nowMs() - KEPT_DAYS * DAY_MS);
  let deleted = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const gone = await database.query(
      `DELETE FROM "Event" WHERE id IN (
         SELECT id FROM "Event" WHERE at < $1 AND position IS NOT NULL ORDER BY at LIMIT ${DELETE_BATCH}) RETURNING 1`,
      [before],
    );
    deleted += gone.length;
    if (gone.length < DELETE_BATCH) break;
  }
  return deleted;
}

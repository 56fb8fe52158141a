import type { Event, EventEndpoint, Sql } from "@/lib/db";
import type { EventDeps } from "./deps";
import { EVENT_CHANNEL } from "./record/channel";

const BATCH = 500;
const MOST_BATCHES = 100;
/** Any constant: one relay at a time over all processes. */
const LOCK = "SELECT pg_advisory_xact_lock(7261541)";
const FEED = "feed";

type RelayDeps = Pick<EventDeps, "database" | "clock">;

/**
 * Gives committed events their places in the feed, in the order of writing, and puts each to the endpoints that take it,
 * in one transaction: feed and deliveries agree. Places appear in their order, because relays take turns: whoever has
 * read up to one misses nothing below it. May be called by any number of processes.
 *
 * @returns How many.
 */
export async function relayEvents({ database, clock }: RelayDeps, batch: number = BATCH): Promise<number> {
  let relayed = 0;
  for (let nth = 0; nth < MOST_BATCHES; nth++) {
    const count = await database.transaction((tx) => relayBatch(tx, clock.nowMs(), batch));
    relayed += count;
    if (count < batch) break;
  }
  return relayed;
}

type Unplaced = Pick<Event, "id" | "connectionId">;

async function relayBatch(tx: Sql, nowMs: number, batch: number): Promise<number> {
  await tx.query(LOCK);
  const events = await tx.query<Unplaced>(
    `SELECT id, "connectionId" FROM "Event" WHERE position IS NULL ORDER BY written LIMIT $1`,
    [batch],
  );
  if (events.length === 0) return 0;
  const last = await place(tx, events);
  await putToEndpoints(tx, events, nowMs);
  await tx.query("SELECT pg_notify($1, $2)", [EVENT_CHANNEL, String(last)]);
  return events.length;
}

/** @returns The last place given. */
async function place(tx: Sql, events: readonly Unplaced[]): Promise<number> {
  const wanted = new Map([[FEED, events.length]]);
  for (const { connectionId } of events)
    if (connectionId) wanted.set(connectionId, (wanted.get(connectionId) ?? 0) + 1);
  const counters = await tx.query<{ counter: string; given: number }>(
    `INSERT INTO "EventCounter" (id, last) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (id) DO UPDATE SET last = "EventCounter".last + EXCLUDED.last RETURNING id AS counter, last::float8 AS given`,
    [[...wanted.keys()], [...wanted.values()]],
  );
  const next = new Map(counters.map(({ counter, given }) => [counter, given - (wanted.get(counter) ?? 0)]));
  const count = (id: string) => {
    const number = (next.get(id) ?? 0) + 1;
    next.set(id, number);
    return number;
  };
  const places = events.map(({ id, connectionId }) => ({
    id,
    position: count(FEED),
    sequence: connectionId && count(connectionId),
  }));
  await tx.query(
    `UPDATE "Event" e SET position = p.position, sequence = p.sequence
     FROM unnest($1::text[], $2::bigint[], $3::int[]) AS p (id, position, sequence) WHERE e.id = p.id`,
    [
      places.map(({ id }) => id),
      places.map(({ position }) => position),
      places.map(({ sequence }) => sequence),
    ],
  );
  return next.get(FEED) ?? 0;
}

/** What takes an event e at an endpoint p. What concerns a provider as a whole goes to everybody. */
export const TAKES_SQL = `(p.types = '{}' OR e.type = ANY(p.types))
  AND (p."allCompanies" OR e."companyId" = ANY(p."companyIds") OR (e."companyId" = '' AND e."connectionType" <> ''))`;

async function putToEndpoints(tx: Sql, events: readonly Unplaced[], nowMs: number): Promise<void> {
  // An endpoint can't be turned off or removed before its deliveries are there to be given up.
  const endpoints = await tx.query<Pick<EventEndpoint, "id">>(
    `SELECT id FROM "EventEndpoint" WHERE "disabledAt" IS NULL AND "removedAt" IS NULL ORDER BY id FOR SHARE`,
  );
  if (endpoints.length === 0) return;
  await tx.query(
    `INSERT INTO "EventDelivery" (id, "eventId", "endpointId", position, "nextAttemptAt", "createdAt")
     SELECT gen_random_uuid()::text, e.id, p.id, e.position, $3, $3
     FROM "Event" e JOIN "EventEndpoint" p ON ${TAKES_SQL} WHERE e.id = ANY($1) AND p.id = ANY($2)`,
    [events.map(({ id }) => id), endpoints.map(({ id }) => id), new Date(nowMs)],
  );
}

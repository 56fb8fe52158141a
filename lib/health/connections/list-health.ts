import type { Sql } from "@/lib/db";
import { type Day, daysOf, windowOfDays } from "../history/days";
import { type BlameByOwner, blameOf, interruptionsOf } from "../history/interruptions";
import { readHistory } from "../history/read-history";
import { type Freshness, freshnessOf } from "../verdict/freshness";
import type { ConnectionView } from "./connection-row";
import type { Place } from "./keyset-page";
import { type ConnectionQuery, listConnections } from "./list-connections";

/** A connection with its last 90 days. */
export interface ConnectionHealth extends ConnectionView {
  days: Day[];
  /** Interruptions of these days, by whose fault. */
  blame: BlameByOwner;
  freshness: Freshness | null;
}

export interface HealthPage {
  rows: ConnectionHealth[];
  next: Place | null;
  previous: Place | null;
}

/** One page of connections with their last 90 days, in two queries however many there are. */
export async function listHealth(sql: Sql, query: ConnectionQuery, nowMs: number): Promise<HealthPage> {
  const { rows, next, previous } = await listConnections(sql, query, nowMs);
  return { rows: await withHistory(sql, rows, nowMs), next, previous };
}

/** The last 90 days of some connections. */
export async function withHistory(
  sql: Sql,
  views: readonly ConnectionView[],
  nowMs: number,
): Promise<ConnectionHealth[]> {
  const window = windowOfDays(nowMs);
  const pasts = await readHistory(sql, views, window);
  return views.map((view) => {
    const stretches = pasts.get(view.id) ?? [];
    return {
      ...view,
      days: daysOf(stretches, window),
      blame: blameOf(interruptionsOf(stretches)),
      freshness: freshnessOf(view),
    };
  });
}

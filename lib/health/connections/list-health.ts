import type { ReadDeps } from "@/lib/db";
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
export async function listHealth(deps: ReadDeps, query: ConnectionQuery): Promise<HealthPage> {
  const { rows, next, previous } = await listConnections(deps, query);
  return { rows: await withHistory(deps, rows), next, previous };
}

/** The last 90 days of one connection. */
export async function healthOf(deps: ReadDeps, view: ConnectionView): Promise<ConnectionHealth> {
  const [health] = await withHistory(deps, [view]);
  if (!health) throw new Error(`Connection "${view.id}" has no history of its own`);
  return health;
}

/** The last 90 days of some connections. */
async function withHistory(
  { database, clock }: ReadDeps,
  views: readonly ConnectionView[],
): Promise<ConnectionHealth[]> {
  const window = windowOfDays(clock.nowMs());
  const pasts = await readHistory(database, views, window);
  return views.map((view) => {
    const segments = pasts.get(view.id) ?? [];
    return {
      ...view,
      days: daysOf(segments, window),
      blame: blameOf(interruptionsOf(segments)),
      freshness: freshnessOf(view),
    };
  });
}

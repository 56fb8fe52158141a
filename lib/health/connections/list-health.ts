import type { ReadDeps } from "@/lib/db";
import { coverageOf, coveredTimeOf } from "../history/coverage";
import { type Day, daysOf, windowOfDays } from "../history/days";
import { type BlameByOwner, blameOf, interruptionsOf } from "../history/interruptions";
import { readHistory } from "../history/read-history";
import { type Freshness, freshnessOf } from "../verdict/freshness";
import type { ConnectionDeps, ConnectionView } from "./connection-row";
import { countMatches, type Matches } from "./count-matches";
import type { Cursor } from "./keyset-page";
import { type ConnectionPage, type ConnectionQuery, listConnections } from "./list-connections";

/** A connection with its last 90 days. */
export interface ConnectionHealth extends ConnectionView {
  days: Day[];
  /** Interruptions of these days, by whose fault. */
  blame: BlameByOwner;
  /** The share of the time connected without an interruption; null where it was not connected. */
  coverage: number | null;
  freshness: Freshness | null;
}

export interface HealthPage extends Pick<ConnectionPage, "next" | "previous">, Omit<Matches, "passed"> {
  rows: ConnectionHealth[];
  /** The first row's number in the whole list, from 1 on. */
  first: number;
}

/** One page of connections with their last 90 days, in a fixed number of queries however many there are. */
export async function listHealth(deps: ConnectionDeps, query: ConnectionQuery): Promise<HealthPage> {
  const [{ rows, next, previous }, { passed, ...matches }] = await Promise.all([
    listConnections(deps, query),
    countMatches(deps, query),
  ]);
  const first = firstOf(query.cursor, { passed, shown: rows.length, total: matches.total });
  return { ...matches, rows: await withHistory(deps, rows), next, previous, first };
}

function firstOf(
  cursor: Cursor | undefined,
  { passed, shown, total }: { passed: number; shown: number; total: number },
): number {
  if (!cursor) return 1;
  if (cursor.towards === "next") return passed + 1;
  // Rows may come and go between the two statements.
  return Math.max(1, (cursor.towards === "last" ? total : passed) - shown + 1);
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
      coverage: coverageOf(coveredTimeOf(segments)),
      freshness: freshnessOf(view),
    };
  });
}

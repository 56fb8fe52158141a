import { joinCompany } from "@/lib/companies/views";
import type { ReadDeps } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import { SERVED } from "@/lib/token/views";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  viewOf,
} from "../connections/connection-row";
import { type Cursor, keysetPage, keysetSql, PAGE_SIZE, type Place } from "../connections/keyset-page";
import { type PastStatus, pastStatuses, type Segment, worstOf } from "./history";
import { worstRankSql } from "./on-date-sql";
import { readHistory } from "./read-history";

/** What one connection was on one day. */
export interface ConnectionOnDate {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  providerName: string;
  tenantName: string;
  /** The worst of the day. */
  worst: PastStatus;
  /** The whole day, in order, without gaps; today's ends now. */
  segments: Segment[];
}

export interface OnDatePage {
  rows: ConnectionOnDate[];
  next: Place | null;
  previous: Place | null;
  /** How many connections had each worst, on all pages. */
  counts: Record<PastStatus, number>;
}

type RankedRow = ConnectionRow & { rank: number; sortKey: string; counts: Record<string, number> };

/**
 * What every connection was on a UTC day, worst first, a page at a time.
 *
 * @param date.startMs The day's midnight, in the past.
 */
export async function connectionsOnDate(
  { database, clock }: ReadDeps,
  { startMs, cursor }: { startMs: number; cursor?: Cursor | undefined },
): Promise<OnDatePage> {
  const nowMs = clock.nowMs();
  const window = { fromMs: startMs, toMs: Math.min(startMs + DAY_MS, nowMs) };
  const values: unknown[] = [new Date(window.fromMs), new Date(window.toMs)];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const { condition, order } = keysetSql({ key: `"sortKey"`, id: "ranked.id" }, cursor, bind);
  const found = await database.query<RankedRow>(
    `WITH worst AS MATERIALIZED (
       SELECT c.id, o.name, ${worstRankSql("$1::timestamptz", "$2::timestamptz")} AS rank
       FROM ${SERVED} ${joinCompany('c."companyId"')}),
     ranked AS (SELECT id, rank, (lpad(rank::text, 2, '0') || ' ' || lower(name)) COLLATE "C" AS "sortKey" FROM worst),
     shown AS (SELECT * FROM ranked WHERE ${condition ?? "true"} ORDER BY ${order} LIMIT ${PAGE_SIZE + 1})
     SELECT ${CONNECTION_COLUMNS}, ranked.rank, ranked."sortKey",
       (SELECT json_object_agg(rank, n) FROM (SELECT rank, count(*) AS n FROM worst GROUP BY rank) t) AS counts
     FROM shown ranked JOIN (${CONNECTION_TABLES}) ON c.id = ranked.id
     ORDER BY ${order}`,
    values,
  );
  const { rows, next, previous } = keysetPage(found, cursor);
  const pasts = await readHistory(database, rows, window);
  return {
    rows: rows.map((row) => {
      const { id, companyId, connectionType, companyName, providerName, tenantName } = viewOf(row, nowMs);
      const segments = pasts.get(id) ?? [];
      const worst = worstOf(segments.map(({ status }) => status));
      const names = { companyName, providerName, tenantName };
      return { id, companyId, connectionType, ...names, worst, segments };
    }),
    next,
    previous,
    counts: countsOf(found[0]?.counts ?? {}),
  };
}

function countsOf(byRank: Record<string, number>): Record<PastStatus, number> {
  return Object.fromEntries(pastStatuses.map((name, rank) => [name, byRank[rank] ?? 0])) as Record<
    PastStatus,
    number
  >;
}

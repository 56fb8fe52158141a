import type { ReadDeps } from "@/lib/db";
import { currentIncidents } from "../incident/read";
import { snoozedSql } from "../notes/current-note";
import { statusRankSql } from "../verdict/status-sql";
import { type StatusName, statusNames } from "../verdict/verdict";
import {
  CONNECTION_COLUMNS,
  type ConnectionDeps,
  type ConnectionRow,
  LISTED_TABLES,
  type ListedConnection,
  viewOf,
} from "./connection-row";
import { type Cursor, keysetPage, keysetSql, PAGE_SIZE, type Place } from "./keyset-page";
import { type ConnectionFilter, matchedTables, matchSql } from "./match-connections";

export const sortColumns = ["status", "company", "provider", "organisation", "lastRead", "deadline"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface ConnectionQuery extends ConnectionFilter {
  /** Rows of a page. */
  size?: number | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  /** Whether snoozed problems stand after the others, where rows stand in the order of their status. */
  snoozedApart?: boolean | undefined;
  /** Where the page begins, or ends. */
  cursor?: Cursor | undefined;
}

export interface ConnectionPage {
  rows: ListedConnection[];
  next: Place | null;
  previous: Place | null;
}

/** Every sort key is text that sorts as its value does, so that one cursor form serves all. */
const sortKeys: Record<SortColumn, string> = {
  status: `lpad(s.rank::text, 2, '0') || ' ' || lower(s."companyName")`,
  company: `lower(s."companyName")`,
  provider: `s."connectionType" || ' ' || lower(s."companyName")`,
  organisation: `lower(s."tenantName")`,
  lastRead: `COALESCE(to_char(GREATEST(s."lastHealthyAt", s."lastVendedAt") AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), '')`,
  deadline: `to_char(LEAST(s."refreshExpiresAt", s."hardExpiresAt") AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`,
};

/** After what expires soon, before what works. */
const SNOOZED_APART = `CASE WHEN s.snoozed THEN '02~ ' || lower(s."companyName") ELSE ${sortKeys.status} END`;

export const sortKeySql = ({ sort, snoozedApart }: Pick<ConnectionQuery, "sort" | "snoozedApart">) =>
  `(${sort === "status" && snoozedApart ? SNOOZED_APART : sortKeys[sort]}) COLLATE "C"`;

/** One page of connections, sorted and filtered by the database. */
export async function listConnections(deps: ConnectionDeps, query: ConnectionQuery): Promise<ConnectionPage> {
  const { database, clock, tenantIds } = deps;
  const nowMs = clock.nowMs();
  const { size = PAGE_SIZE } = query;
  const values: unknown[] = [new Date(nowMs)];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const match = matchSql(deps, query, bind);
  const key = sortKeySql(query);
  const { condition, order } = keysetSql({ key, id: "s.id" }, query.cursor, bind, query.direction);
  const found = await database.query<ConnectionRow & { sortKey: string }>(
    `SELECT s.*, ${key} AS "sortKey"
     FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank, ${snoozedSql("$1")} AS snoozed
           FROM ${matchedTables(query)}) s
     WHERE ${match} AND ${condition ?? "true"} ORDER BY ${order} LIMIT ${bind(size + 1)}`,
    values,
  );
  const { rows, next, previous } = keysetPage(found, query.cursor, size);
  const incidents = await currentIncidents({ database });
  const listed = rows.map((row) => ({ ...viewOf(row, nowMs, incidents), tenantId: tenantIds.idOf(row) }));
  return { rows: listed, next, previous };
}

/** How many connections have each status, without those of archived companies. */
export async function countByStatus({ database, clock }: ReadDeps): Promise<Record<StatusName, number>> {
  const rows = await database.query<{ rank: number; count: number }>(
    `SELECT ${statusRankSql("$1")} AS rank, count(*)::int AS count FROM ${LISTED_TABLES} GROUP BY 1`,
    [new Date(clock.nowMs())],
  );
  const counts = new Map(rows.map(({ rank, count }) => [rank, count]));
  return Object.fromEntries(statusNames.map((name, rank) => [name, counts.get(rank) ?? 0])) as Record<
    StatusName,
    number
  >;
}

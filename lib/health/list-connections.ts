import type { Sql } from "@/lib/db";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  type ConnectionView,
  viewOf,
} from "./connection-row";
import { statusRankSql } from "./status-sql";
import { type StatusName, statusNames } from "./verdict";

export const PAGE_SIZE = 50;

export const sortColumns = ["status", "company", "provider", "organisation", "lastGood", "deadline"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface ConnectionQuery {
  /** Part of a company's or organisation's name. */
  search?: string | undefined;
  status?: StatusName | undefined;
  provider?: string | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  /** Keyset cursor: the page after or before a row. */
  cursor?: { towards: "next" | "previous"; value: string; id: string } | undefined;
}

export interface ConnectionPage {
  rows: ConnectionView[];
  next: { value: string; id: string } | null;
  previous: { value: string; id: string } | null;
}

/** Every sort key is text that sorts as its value does, so that one cursor form serves all. */
const sortKeys: Record<SortColumn, string> = {
  status: `lpad(s.rank::text, 2, '0') || ' ' || lower(s."companyName")`,
  company: `lower(s."companyName")`,
  provider: `s."connectionType" || ' ' || lower(s."companyName")`,
  organisation: `lower(s."tenantName")`,
  lastGood: `COALESCE(to_char(s."lastHealthyAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), '')`,
  deadline: `to_char(LEAST(s."refreshExpiresAt", s."hardExpiresAt") AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`,
};

/** One page of connections, sorted and filtered by the database. */
export async function listConnections(
  sql: Sql,
  query: ConnectionQuery,
  nowMs: number,
): Promise<ConnectionPage> {
  const values: unknown[] = [new Date(nowMs)];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.status) conditions.push(`s.rank = ${bind(statusNames.indexOf(query.status))}`);
  if (query.provider) conditions.push(`s."connectionType" = ${bind(query.provider)}`);
  if (query.search) {
    const pattern = bind(`%${query.search.replace(/[\\%_]/g, "\\$&")}%`);
    conditions.push(`(s."companyName" ILIKE ${pattern} OR s."tenantName" ILIKE ${pattern})`);
  }
  const backwards = query.cursor?.towards === "previous";
  const ascending = (query.direction === "asc") !== backwards;
  const key = `(${sortKeys[query.sort]}) COLLATE "C"`;
  if (query.cursor) {
    const { value, id } = query.cursor;
    conditions.push(`(${key}, s.id) ${ascending ? ">" : "<"} (${bind(value)}, ${bind(id)})`);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const order = ascending ? "ASC" : "DESC";
  const found = await sql.query<ConnectionRow & { sortKey: string }>(
    `SELECT s.*, ${key} AS "sortKey"
     FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank FROM ${CONNECTION_TABLES}) s
     ${where} ORDER BY "sortKey" ${order}, s.id ${order} LIMIT ${PAGE_SIZE + 1}`,
    values,
  );
  return pageOf(found, query.cursor?.towards, nowMs);
}

function pageOf(
  found: (ConnectionRow & { sortKey: string })[],
  towards: "next" | "previous" | undefined,
  nowMs: number,
): ConnectionPage {
  const more = found.length > PAGE_SIZE;
  const shown = found.slice(0, PAGE_SIZE);
  if (towards === "previous") shown.reverse();
  const cursorOf = (row: (typeof shown)[number] | undefined) =>
    row ? { value: row.sortKey, id: row.id } : null;
  const hasNext = towards === "previous" || more;
  const hasPrevious = towards === "next" || (towards === "previous" && more);
  return {
    rows: shown.map((row) => viewOf(row, nowMs)),
    next: hasNext ? cursorOf(shown.at(-1)) : null,
    previous: hasPrevious ? cursorOf(shown[0]) : null,
  };
}

/** How many connections have each status. */
export async function countByStatus(sql: Sql, nowMs: number): Promise<Record<StatusName, number>> {
  const rows = await sql.query<{ rank: number; count: number }>(
    `SELECT ${statusRankSql("$1")} AS rank, count(*)::int AS count FROM ${CONNECTION_TABLES} GROUP BY 1`,
    [new Date(nowMs)],
  );
  const counts = new Map(rows.map(({ rank, count }) => [rank, count]));
  return Object.fromEntries(statusNames.map((name, rank) => [name, counts.get(rank) ?? 0])) as Record<
    StatusName,
    number
  >;
}

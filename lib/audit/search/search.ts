import type { ReadDeps, Sql } from "@/lib/db";
import { AUDIT_ROW_COLUMNS, AUDIT_ROW_NAMES, type AuditRow } from "./audit-row";
import { type AuditFilter, matchedKeys, windowOf } from "./filter";
import { routesOf, type SearchRoute } from "./search-route";
import {
  type AuditPlace,
  Bindings,
  indexRangesSql,
  matchSql,
  orderSql,
  type SearchRange,
} from "./search-sql";

export const AUDIT_PAGE_SIZE = 100;
/** Rows looked at for one page at most: what keeps a page quick when its matches are rare. */
export const SEARCH_BUDGET = 1_500;

export interface AuditSearch {
  filter: AuditFilter;
  /** The page after or before a place in the log; the newest page without it. */
  cursor?: (AuditPlace & { towards: "older" | "newer" }) | undefined;
  /** How many rows a page holds. */
  limit?: number;
}

export interface AuditPage {
  /** Newest first. */
  rows: AuditRow[];
  older: AuditPlace | null;
  newer: AuditPlace | null;
  /** How far the search came when it stopped for the sake of speed, with more of the log left; else null. */
  searchedToMs: number | null;
}

/**
 * One page of the audit log, newest first, by the keyset (timestamp, id). It looks at a bounded number of rows: a page
 * may hold fewer matches than fit, say how far it searched, and go on from there.
 */
export async function searchAudit({ database, clock }: ReadDeps, search: AuditSearch): Promise<AuditPage> {
  const { filter, cursor, limit = AUDIT_PAGE_SIZE } = search;
  const towards = cursor?.towards ?? "older";
  const range: SearchRange = { ...windowOf(filter, clock.nowMs()), start: cursor, towards };
  const route = await chooseRoute(database, filter, range);
  const scan = route
    ? await scanRoute(database, filter, route, { ...range, limit })
    : { rows: [], stop: null };
  const more = scan.rows.length > limit;
  const rows = scan.rows.slice(0, limit);
  const ahead = more ? placeOf(rows.at(-1)) : scan.stop;
  const behind = cursor ? (placeOf(rows[0]) ?? beside(cursor)) : null;
  if (towards === "newer") rows.reverse();
  return {
    rows,
    older: towards === "older" ? ahead : behind,
    newer: towards === "older" ? behind : ahead,
    searchedToMs: more ? null : (scan.stop?.atMs ?? null),
  };
}

/** @returns Undefined when no row can match. */
export async function chooseRoute(
  sql: Sql,
  filter: AuditFilter,
  range: SearchRange,
): Promise<SearchRoute | undefined> {
  const routes = await routesOf(sql, filter, range);
  const exact = routes.find(({ open }) => open.length === 0);
  if (exact || routes.length < 2) return exact ?? routes[0];
  const depths = await Promise.all(routes.map((route) => depthOf(sql, route, range)));
  const furthest = depths.indexOf(Math.max(...depths));
  return routes[furthest];
}

/** How much of the log a route covers with the budget: milliseconds, or more than that when it comes to its end. */
async function depthOf(sql: Sql, route: SearchRoute, range: SearchRange): Promise<number> {
  const bindings = new Bindings();
  const order = range.towards === "older" ? "DESC" : "ASC";
  const [reached] = await sql.query<{ rows: number; last: Date | null; first: Date | null }>(
    `SELECT count(*)::int AS rows, min("timestamp") AS first, max("timestamp") AS last FROM
       (SELECT "timestamp" FROM (${indexRangesSql(route, { ...range, start: undefined }, { limit: SEARCH_BUDGET }, bindings)}) ranges
        ORDER BY "timestamp" ${order} LIMIT ${SEARCH_BUDGET}) scanned`,
    bindings.values,
  );
  if (!reached?.first || !reached.last) return Number.POSITIVE_INFINITY;
  if (reached.rows < SEARCH_BUDGET) return Number.MAX_SAFE_INTEGER - reached.rows;
  return reached.last.getTime() - reached.first.getTime();
}

async function scanRoute(
  sql: Sql,
  filter: AuditFilter,
  route: SearchRoute,
  { limit, ...range }: SearchRange & { limit: number },
): Promise<{ rows: AuditRow[]; stop: AuditPlace | null }> {
  const bindings = new Bindings();
  const budget = route.open.length > 0 ? SEARCH_BUDGET : limit + 1;
  // Index ranges are digests: their rows are compared with the whole filter, and not only with what the index ranges leave open.
  const matches = matchSql(filter, matchedKeys, bindings);
  const order = orderSql(range.towards);
  // The last row looked at comes along, matching or not: it says where the search stopped.
  const indexRanges = indexRangesSql(route, range, { matches, limit: budget }, bindings);
  const found = await sql.query<AuditRow & { matches: boolean; place: number }>(
    `SELECT ${AUDIT_ROW_COLUMNS}, page.matches, page.place::int FROM
       (SELECT * FROM
         (SELECT ranges.*, row_number() OVER (ORDER BY ${order}) AS place FROM (${indexRanges}) ranges
          ORDER BY ${order} LIMIT ${budget}) scanned
        WHERE matches OR place = ${budget} LIMIT ${limit + 2}) page
     JOIN "AuditLog" a ON a.id = page.id ${AUDIT_ROW_NAMES}
     ORDER BY page.place`,
    bindings.values,
  );
  const last = found.at(-1);
  const stop = route.open.length > 0 && last?.place === budget ? placeOf(last) : null;
  const rows = found.filter((row) => row.matches).slice(0, limit + 1);
  return { rows: rows.map(({ matches: _matches, place: _place, ...row }) => row), stop };
}

function placeOf(row: Pick<AuditRow, "timestamp" | "id"> | undefined): AuditPlace | null {
  return row ? { atMs: row.timestamp.getTime(), id: row.id } : null;
}

/** The way back from an empty page includes the place it began at, which was a row of the page before. */
function beside({ atMs, towards }: AuditPlace & { towards: "older" | "newer" }): AuditPlace {
  return towards === "older" ? { atMs: atMs - 1, id: "~" } : { atMs: atMs + 1, id: "" };
}

import { snoozedSql } from "../notes/current-note";
import { statusRankSql } from "../verdict/status-sql";
import { type StatusName, statusNames } from "../verdict/verdict";
import { CONNECTION_COLUMNS, type ConnectionDeps } from "./connection-row";
import type { Place } from "./keyset-page";
import { type ConnectionQuery, sortKeySql } from "./list-connections";
import { matchedTables, matchSql } from "./match-connections";

/** How large a list is, and where in it one of its pages lies. */
export interface Matches {
  /** How many match all but the status that was asked for, by status. */
  counts: Record<StatusName, number>;
  /** How many of those are snoozed. */
  snoozed: Record<StatusName, number>;
  /** How many match. */
  total: number;
  /** How many of them stand before the cursor's place, the place itself included where the page follows it. */
  passed: number;
}

/** Counts what a query matches on all pages, in one statement. */
export async function countMatches(deps: ConnectionDeps, query: ConnectionQuery): Promise<Matches> {
  const { database, clock } = deps;
  const { status, cursor, sort, direction, snoozedApart, ...filter } = query;
  const values: unknown[] = [new Date(clock.nowMs())];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const match = matchSql(deps, filter, bind);
  const passed =
    cursor && cursor.towards !== "last"
      ? passedSql(cursor, sortKeySql({ sort, snoozedApart }), direction, bind)
      : "0";
  const rows = await database.query<{ rank: number; count: number; snoozed: number; passed: number }>(
    `SELECT s.rank, count(*)::int AS count, count(*) FILTER (WHERE s.snoozed)::int AS snoozed, ${passed} AS passed
     FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank, ${snoozedSql("$1")} AS snoozed
           FROM ${matchedTables(filter)}) s
     WHERE ${match} GROUP BY s.rank`,
    values,
  );
  const found = new Map(rows.map(({ rank, ...numbers }) => [statusNames[rank], numbers]));
  const byStatus = (of: "count" | "snoozed") =>
    Object.fromEntries(statusNames.map((name) => [name, found.get(name)?.[of] ?? 0])) as Matches["counts"];
  const counts = byStatus("count");
  const asked: readonly StatusName[] = status ? [status] : statusNames;
  const sum = (of: (name: StatusName) => number) => asked.reduce((all, name) => all + of(name), 0);
  return {
    counts,
    snoozed: byStatus("snoozed"),
    total: sum((name) => counts[name]),
    passed: sum((name) => found.get(name)?.passed ?? 0),
  };
}

function passedSql(
  { value, id, towards }: Place & { towards: "next" | "previous" },
  key: string,
  direction: "asc" | "desc",
  bind: (value: unknown) => string,
): string {
  const before = `${direction === "asc" ? "<" : ">"}${towards === "next" ? "=" : ""}`;
  return `count(*) FILTER (WHERE (${key}, s.id) ${before} (${bind(value)}, ${bind(id)}))::int`;
}

import type { Connection } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { snoozedSql } from "../notes/current-note";
import { statusRankSql } from "../verdict/status-sql";
import { type StatusName, statusNames } from "../verdict/verdict";
import { CONNECTION_COLUMNS, type ConnectionDeps } from "./connection-row";
import { type ConnectionFilter, matchedTables, matchSql } from "./match-connections";

/** A connection as something is to be done to it. */
export interface MatchedConnection extends Pick<Connection, "id" | "companyId" | "connectionType"> {
  companyName: string;
  status: StatusName;
  /** The date that no use moves; null where there is none. */
  hardExpiresAt: Date | null;
}

/** All connections that a filter matches, by company. @param most No more than these are read. */
export async function findMatching(
  deps: ConnectionDeps,
  filter: ConnectionFilter,
  most: number,
): Promise<MatchedConnection[]> {
  const { database, clock } = deps;
  const values: unknown[] = [new Date(clock.nowMs())];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const match = matchSql(deps, filter, bind);
  const rows = await database.query<Omit<MatchedConnection, "status"> & { rank: number }>(
    `SELECT s.id, s."companyId", s."companyName", s."connectionType", s."hardExpiresAt", s.rank
     FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank, ${snoozedSql("$1")} AS snoozed
       FROM ${matchedTables(filter)}) s
     WHERE ${match} ORDER BY lower(s."companyName") COLLATE "C", s.id LIMIT ${bind(most)}`,
    values,
  );
  return rows.map(({ rank, ...row }) => ({
    ...row,
    companyName: shownName(row.companyName),
    status: statusNames[rank] ?? "working",
  }));
}

import type { ReadDeps } from "@/lib/db";
import { containing } from "@/lib/text/containing";
import { providerNames, providerOf } from "@/lib/token";
import { currentIncidents } from "../incident/read";
import { statusRankSql } from "../verdict/status-sql";
import { type StatusName, statusNames } from "../verdict/verdict";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  type ConnectionView,
  LISTED_TABLES,
  viewOf,
} from "./connection-row";
import { type Cursor, keysetPage, keysetSql, PAGE_SIZE, type Place } from "./keyset-page";

export const sortColumns = ["status", "company", "provider", "organisation", "lastGood", "deadline"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface ConnectionQuery {
  /** Part of a company's or organisation's name; the whole of an id of either, of a connection's, or a provider's word. */
  search?: string | undefined;
  status?: StatusName | undefined;
  provider?: string | undefined;
  /** A company's id. */
  company?: string | undefined;
  /** Archived companies' too: they are left out otherwise. */
  archived?: boolean | undefined;
  /** What the one who asks may see; everything without it. */
  within?: Within | undefined;
  /** Rows of a page. */
  size?: number | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  /** Keyset cursor: the page after or before a row. */
  cursor?: Cursor | undefined;
}

/** A part of the connections. */
interface Within {
  /** Null: those of every company. */
  companyIds: readonly string[] | null;
  /** The providers, each in one of its environments. */
  providers: readonly { connectionType: string; environment: string }[];
}

export interface ConnectionPage {
  rows: ConnectionView[];
  next: Place | null;
  previous: Place | null;
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
  { database, clock }: ReadDeps,
  query: ConnectionQuery,
): Promise<ConnectionPage> {
  const nowMs = clock.nowMs();
  const { size = PAGE_SIZE } = query;
  const values: unknown[] = [new Date(nowMs)];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.status) conditions.push(`s.rank = ${bind(statusNames.indexOf(query.status))}`);
  if (query.company) conditions.push(`s."companyId" = ${bind(query.company)}`);
  if (query.within) {
    const { companyIds, providers } = query.within;
    const types = bind(providers.map(({ connectionType }) => connectionType));
    const environments = bind(providers.map(({ environment }) => environment));
    if (companyIds) conditions.push(`s."companyId" = ANY(${bind(companyIds)})`);
    conditions.push(`(s."connectionType", s.environment) IN
      (SELECT type, environment FROM unnest(${types}::text[], ${environments}::text[]) AS t (type, environment))`);
  }
  if (query.provider) conditions.push(`s."connectionType" = ${bind(query.provider)}`);
  if (query.search) {
    const pattern = bind(containing(query.search));
    const whole = bind(query.search);
    conditions.push(`(s."companyName" ILIKE ${pattern} OR s."tenantName" ILIKE ${pattern}
      OR ${whole} IN (s.id, s."companyId", s."tenantId")
      OR s."connectionType" = ANY(${bind(providersCalled(query.search))}))`);
  }
  const key = `(${sortKeys[query.sort]}) COLLATE "C"`;
  const { condition, order } = keysetSql({ key, id: "s.id" }, query.cursor, bind, query.direction);
  if (condition) conditions.push(condition);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const found = await database.query<ConnectionRow & { sortKey: string }>(
    `SELECT s.*, ${key} AS "sortKey"
     FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank
       FROM ${query.archived ? CONNECTION_TABLES : LISTED_TABLES}) s
     ${where} ORDER BY ${order} LIMIT ${bind(size + 1)}`,
    values,
  );
  const { rows, next, previous } = keysetPage(found, query.cursor, size);
  const incidents = await currentIncidents({ database });
  return { rows: rows.map((row) => viewOf(row, nowMs, incidents)), next, previous };
}

/** A provider is asked for by any of its names, written in full: part of one would answer half-typed companies with all. */
function providersCalled(search: string): string[] {
  const word = search.trim().toLowerCase();
  return providerNames.filter((name) => {
    const { shortName, displayName } = providerOf(name);
    return [name, shortName, displayName].some((called) => called.toLowerCase() === word);
  });
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

import { type AuditFilter, type AuditKey, auditKeys, excludedBy, storedActorKind } from "./filter";
import { type IndexRange, indexRangeSql } from "./index-range";
import type { SearchRoute } from "./search-route";
import { statusRanges } from "./terms/status-ranges";

/** A row's place in the log's order: by time, and by id within a millisecond. */
export interface AuditPlace {
  atMs: number;
  id: string;
}

export interface SearchRange {
  fromMs: number | null;
  toMs: number | null;
  /** Exclusive; the search goes on from here. */
  start?: AuditPlace | undefined;
  towards: "older" | "newer";
}

/** Collects a statement's values. */
export class Bindings {
  readonly values: unknown[] = [];
  bind = (value: unknown): string => `$${this.values.push(value)}`;
}

interface IndexRanges {
  /** Selects each row's id and whether it matches; without it, only its time, which the index alone holds. */
  matches?: string;
  /** Rows of one index range at most. */
  limit?: number;
}

/**
 * The rows of every index range as one set of (id, "timestamp", matches). Each index range comes in the log's order, so that
 * Postgres merges them row by row instead of reading and sorting them all.
 */
export function indexRangesSql(
  route: SearchRoute,
  range: SearchRange,
  { matches, limit }: IndexRanges,
  { bind }: Bindings,
): string {
  const bound = new Map<string, string>();
  const once = (value: string) => {
    const name = bound.get(value) ?? bind(value);
    bound.set(value, name);
    return name;
  };
  const { column, parameter } = timeOf(route);
  const conditions: string[] = [];
  if (range.fromMs !== null) conditions.push(`${column} >= ${parameter(bind(new Date(range.fromMs)))}`);
  if (range.toMs !== null) conditions.push(`${column} < ${parameter(bind(new Date(range.toMs)))}`);
  if (range.start) {
    const operator = range.towards === "older" ? "<" : ">";
    const place = `(${parameter(bind(new Date(range.start.atMs)))}, ${bind(range.start.id)}::text)`;
    conditions.push(`(${column}, a.id) ${operator} ${place}`);
  }
  const direction = range.towards === "older" ? "DESC" : "ASC";
  const columns = `${column} AS "timestamp"${matches ? `, a.id, (${matches}) AS matches` : ""}`;
  const order = `${column} ${direction}${matches ? `, a.id ${direction}` : ""}`;
  const read = (indexRange?: IndexRange) => {
    const where =
      [...(indexRange ? [indexRangeSql(indexRange, once)] : []), ...conditions].join(" AND ") || "true";
    const lines = `SELECT ${columns} FROM "AuditLog" a WHERE ${where} ORDER BY ${order}`;
    return `(${lines}${limit === undefined ? "" : ` LIMIT ${limit}`})`;
  };
  return route.indexRanges.length === 0 ? read() : route.indexRanges.map(read).join("\n UNION ALL ");
}

/**
 * The column that orders a route. In an index range it is "at", which only the index ranges' indexes have: "timestamp" has an index
 * of its own, and rare rows would be looked for all along it.
 */
function timeOf({ indexRanges }: SearchRoute): { column: string; parameter: (bound: string) => string } {
  return indexRanges.length === 0
    ? { column: `a."timestamp"`, parameter: (bound) => `${bound}::timestamptz` }
    : { column: "a.at", parameter: (bound) => `(${bound}::timestamptz AT TIME ZONE 'UTC')` };
}

const COLUMN = {
  company: "companyId",
  actor: "userId",
  by: "actorKind",
  provider: "connectionType",
  operation: "operation",
  outcome: "outcome",
  status: "responseStatus",
  method: "requestMethod",
  endpoint: "apiEndpoint",
  request: "requestId",
  ref: "providerRef",
  generation: "generation",
  id: "id",
} as const satisfies Record<AuditKey, string>;

/** Some keys of a filter as a condition on `"AuditLog" a`. A row without a value has none of the excluded ones. */
export function matchSql(
  filter: AuditFilter,
  keys: readonly (keyof AuditFilter)[],
  { bind }: Bindings,
): string {
  const asked: { key: AuditKey; value: string; isExcluded: boolean }[] = [];
  for (const key of auditKeys) {
    const value = filter[key];
    if (value !== undefined && keys.includes(key)) asked.push({ key, value, isExcluded: false });
    if (!keys.includes("not")) continue;
    for (const excluded of excludedBy(filter, key)) asked.push({ key, value: excluded, isExcluded: true });
  }
  const conditions = asked.map(
    ({ key, value, isExcluded }) => `(${equalsSql(key, value, bind)}) IS ${isExcluded ? "NOT TRUE" : "TRUE"}`,
  );
  return conditions.length > 0 ? conditions.join(" AND ") : "true";
}

function equalsSql(key: AuditKey, value: string, bind: Bindings["bind"]): string {
  const column = `a."${COLUMN[key]}"`;
  if (key === "by") return `${column} = ${bind(storedActorKind(value))}`;
  if (key === "generation") return `${column} = ${bind(Number(value))}::int`;
  if (key !== "status") return `${column} = ${bind(value)}`;
  const ranges = statusRanges(value) ?? [];
  const within = ranges.map(({ from, to }) => `${column} BETWEEN ${bind(from)}::int AND ${bind(to)}::int`);
  return within.length > 0 ? `(${within.join(" OR ")})` : "false";
}

/** The log's order, over what {@link indexRangesSql} gives. */
export function orderSql(towards: "older" | "newer"): string {
  const order = towards === "older" ? "DESC" : "ASC";
  return `"timestamp" ${order}, id ${order}`;
}

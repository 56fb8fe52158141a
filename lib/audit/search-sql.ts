import { equalSql } from "./equal-sql";
import type { AuditFilter } from "./filter";
import type { SearchRoute } from "./search-route";

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

/** The rows of every lane as one set, which Postgres merges by their time without reading ahead. */
export function lanesSql(
  route: SearchRoute,
  range: SearchRange,
  columns: string,
  { bind }: Bindings,
): string {
  const conditions: string[] = [];
  if (range.fromMs !== null) conditions.push(`a."timestamp" >= ${bind(new Date(range.fromMs))}::timestamptz`);
  if (range.toMs !== null) conditions.push(`a."timestamp" < ${bind(new Date(range.toMs))}::timestamptz`);
  if (range.start) {
    const operator = range.towards === "older" ? "<" : ">";
    const place = `(${bind(new Date(range.start.atMs))}::timestamptz, ${bind(range.start.id)}::text)`;
    conditions.push(`(a."timestamp", a.id) ${operator} ${place}`);
  }
  const bound = new Map<string, string>();
  const once = (column: string, value: string) => {
    const name = bound.get(`${column} ${value}`) ?? bind(value);
    bound.set(`${column} ${value}`, name);
    return name;
  };
  return route.lanes
    .map((lane) => {
      const keys = lane.map(([column, value]) => equalSql(column, once(column, value)));
      const all = [...keys, ...conditions];
      return `SELECT ${columns} FROM "AuditLog" a${all.length > 0 ? ` WHERE ${all.join(" AND ")}` : ""}`;
    })
    .join("\n UNION ALL ");
}

const COLUMN = {
  company: "companyId",
  actor: "userId",
  provider: "connectionType",
  operation: "operation",
  outcome: "outcome",
  method: "requestMethod",
  endpoint: "apiEndpoint",
  request: "requestId",
  id: "id",
} as const;

/** Some keys of a filter as a condition on `"AuditLog" a`. */
export function matchSql(
  filter: AuditFilter,
  keys: readonly (keyof AuditFilter)[],
  { bind }: Bindings,
): string {
  const conditions = keys.flatMap((key) => {
    const value = filter[key];
    if (value === undefined) return [];
    if (key === "status") {
      const [column, wanted] = String(value).endsWith("xx")
        ? [`a."responseStatus" / 100`, Number(String(value)[0])]
        : [`a."responseStatus"`, Number(value)];
      return [`${column} = ${bind(wanted)}::int`];
    }
    return key in COLUMN ? [`a."${COLUMN[key as keyof typeof COLUMN]}" = ${bind(value)}`] : [];
  });
  return conditions.length > 0 ? conditions.join(" AND ") : "true";
}

export function orderSql(towards: "older" | "newer"): string {
  const order = towards === "older" ? "DESC" : "ASC";
  return `"timestamp" ${order}, id ${order}`;
}

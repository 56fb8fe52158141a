import type { Sql } from "@/lib/db";
import { type AuditFilter, excludedBy } from "./filter";
import { withFacetSql } from "./index-range";
import { coverageOf, statusRanges } from "./terms/status-ranges";

/** From inclusive, to exclusive; null is without end. */
export interface TimeWindow {
  fromMs: number | null;
  toMs: number | null;
}

/**
 * One value of "AuditLog".facet: a combination of operation, provider, method, outcome and class of status that ever
 * occurred. There are a hundred or so; with them a filter on these columns is a handful of exact ranges of an index,
 * however rare its rows are.
 */
export interface Facet {
  /** A 64-bit integer as text. */
  facet: string;
  provider: string;
  operation: string;
  outcome: string;
  method: string;
  /** 2 for 2xx, and so on. */
  statusClass: number;
}

/** Beyond this many, an index range for each would cost more than it saves. */
const MAX_FACETS = 300;

const FACET_COLUMNS = `a.facet, a."connectionType" AS provider, a.operation, a.outcome, a."requestMethod" AS method,
  a."responseStatus" / 100 AS "statusClass"`;

/**
 * The facets a filter allows.
 *
 * @returns Undefined when there are too many to enumerate.
 */
export async function facetsOf(
  sql: Sql,
  filter: AuditFilter,
  window: TimeWindow,
): Promise<Facet[] | undefined> {
  // Each step of the walk is one descent of the index, to the next larger facet.
  const all = await sql.query<Facet>(
    `WITH RECURSIVE walk AS (
       (SELECT ${FACET_COLUMNS}, 1 AS step FROM "AuditLog" a ORDER BY a.facet LIMIT 1)
       UNION ALL
       SELECT next.*, walk.step + 1 FROM walk CROSS JOIN LATERAL
         (SELECT ${FACET_COLUMNS} FROM "AuditLog" a WHERE a.facet > walk.facet ORDER BY a.facet LIMIT 1) next
       WHERE walk.step <= ${MAX_FACETS}
     )
     SELECT facet::text AS facet, provider, operation, outcome, method, "statusClass" FROM walk`,
  );
  if (all.length > MAX_FACETS) return undefined;
  const allowed = all.filter((facet) => allows(filter, facet));
  if (filter.endpoint === undefined) return allowed;
  return thoseWith(sql, allowed, { column: "endpointFacet", value: filter.endpoint, ...window });
}

/** The facets in which an actor or an endpoint has rows within a window: each one spared is a range less to merge. */
export async function thoseWith(
  sql: Sql,
  facets: Facet[],
  { column, value, fromMs, toMs }: { column: "actorFacet" | "endpointFacet"; value: string } & TimeWindow,
): Promise<Facet[]> {
  const found = await sql.query<{ facet: string }>(
    `SELECT f.facet::text AS facet FROM unnest($1::bigint[]) AS f(facet)
     WHERE EXISTS (SELECT 1 FROM "AuditLog" a WHERE a."${column}" = ${withFacetSql("$2", "f.facet")}
       AND a.at >= COALESCE($3::timestamptz AT TIME ZONE 'UTC', '-infinity')
       AND a.at < COALESCE($4::timestamptz AT TIME ZONE 'UTC', 'infinity'))`,
    [
      facets.map(({ facet }) => facet),
      value,
      fromMs === null ? null : new Date(fromMs),
      toMs === null ? null : new Date(toMs),
    ],
  );
  const present = new Set(found.map(({ facet }) => facet));
  return facets.filter(({ facet }) => present.has(facet));
}

function allows(filter: AuditFilter, facet: Facet): boolean {
  const { statusClass } = facet;
  if (filter.status !== undefined && coverageOfStatus(filter.status, statusClass) === "none") return false;
  if (excludedBy(filter, "status").some((status) => coverageOfStatus(status, statusClass) === "all"))
    return false;
  return (["provider", "operation", "outcome", "method"] as const).every(
    (key) =>
      (filter[key] === undefined || filter[key] === facet[key]) &&
      !excludedBy(filter, key).includes(facet[key]),
  );
}

const coverageOfStatus = (status: string, statusClass: number) =>
  coverageOf(statusRanges(status) ?? [], statusClass);

/** Whether the facets' classes of status tell all that a filter says of statuses. */
export function isStatusExact(filter: AuditFilter, facets: readonly Facet[]): boolean {
  const all = [filter.status, ...excludedBy(filter, "status")].filter((status) => status !== undefined);
  return all.every((status) =>
    facets.every(({ statusClass }) => coverageOfStatus(status, statusClass) !== "some"),
  );
}

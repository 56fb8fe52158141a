import type { Sql } from "@/lib/db";
import { type Facet, facetsOf, isStatusExact, type TimeWindow, thoseWith } from "./facets";
import {
  type AuditFilter,
  type AuditKey,
  actorKindNames,
  auditKeys,
  concerns,
  excludedBy,
  type MatchedKey,
  storedActorKind,
} from "./filter";
import type { IndexRange } from "./index-range";

/** A way through the log in the order of time: ranges of one index, merged, and what each row must still be asked. */
export interface SearchRoute {
  /** The whole log by its time where there is none. */
  indexRanges: readonly IndexRange[];
  /** Keys of the filter that the ranges leave open; empty when every row of theirs is a match. */
  open: readonly MatchedKey[];
}

const FACET_KEYS = ["provider", "operation", "outcome", "method", "status"] as const;
/** Those with an index of their own, beside which nothing else narrows more: few rows have the same value. */
const LOOKED_UP = { id: "id", request: "requestId", ref: "providerRef" } as const;

/** The routes to a filter's rows within a window, of which the search takes the shortest. None: there is no such row. */
export async function routesOf(sql: Sql, filter: AuditFilter, window: TimeWindow): Promise<SearchRoute[]> {
  for (const key of ["id", "request", "ref"] as const) {
    const value = filter[key];
    if (value !== undefined)
      return [{ indexRanges: [{ of: LOOKED_UP[key], value }], open: openOf(filter, [key]) }];
  }
  const concerned = auditKeys.filter((key) => concerns(filter, key));
  if (concerned.length === 0) return [{ indexRanges: [], open: [] }];
  const facets = await facetsOf(sql, filter, window);
  if (!facets) return [{ indexRanges: [], open: openOf(filter, []) }];
  if (facets.length === 0) return [];
  const routes = await scatteredRoutes(sql, filter, facets, window);
  if (!routes) return [];
  const byFacet = concerned.some((key) => FACET_KEYS.some((each) => each === key));
  if (byFacet || filter.endpoint !== undefined)
    routes.push({
      indexRanges: facets.map(({ facet }) => ({ of: "facet", facet })),
      open: openBesideFacets(filter, facets, []),
    });
  // What is only excluded, or too common for an index, is looked for row by row.
  if (routes.length === 0) routes.push({ indexRanges: [], open: openOf(filter, []) });
  return routes;
}

/** The routes by a company, an actor, an endpoint and who acted; undefined when no row can match. */
async function scatteredRoutes(
  sql: Sql,
  filter: AuditFilter,
  facets: readonly Facet[],
  window: TimeWindow,
): Promise<SearchRoute[] | undefined> {
  const { company, actor, endpoint } = filter;
  const routes: SearchRoute[] = [];
  const others = (covered: readonly MatchedKey[]) => openBesideFacets(filter, facets, covered);
  if (actor !== undefined) {
    const known = await thoseWith(sql, [...facets], { column: "actorFacet", value: actor, ...window });
    if (known.length === 0) return undefined;
    const indexRanges = known.map(({ facet }) => ({ of: "actorFacet" as const, actor, facet }));
    routes.push({ indexRanges, open: others(["actor"]) });
  }
  // Beside a company or an actor, an endpoint tells most by the facets that it occurs in.
  if (endpoint !== undefined && company === undefined && actor === undefined && filter.by === undefined) {
    const indexRanges = facets.map(({ facet }) => ({ of: "endpointFacet" as const, endpoint, facet }));
    routes.push({ indexRanges, open: others(["endpoint"]) });
  }
  if (company !== undefined) {
    const providers = [...new Set(facets.map(({ provider }) => provider))];
    const indexRanges = providers.map((provider) => ({ of: "companyProvider" as const, company, provider }));
    routes.push({ indexRanges, open: openOf(filter, ["company", "provider"]) });
  }
  // People act seldom: their index finds their rows at once among those of machines.
  if (actor === undefined && concerns(filter, "by")) {
    const kinds = actorKindNames.filter(
      (kind) => (filter.by ?? kind) === kind && !excludedBy(filter, "by").includes(kind),
    );
    if (kinds.length === 0) return undefined;
    const indexRanges = kinds.map((kind) => ({ of: "actorKind" as const, value: storedActorKind(kind) }));
    routes.push({ indexRanges, open: openOf(filter, ["by"]) });
  }
  return routes;
}

/** What facets leave open: every key that is none of theirs, and a status that is a part of its class. */
function openBesideFacets(
  filter: AuditFilter,
  facets: readonly Facet[],
  covered: readonly MatchedKey[],
): MatchedKey[] {
  const told = isStatusExact(filter, facets) ? FACET_KEYS : FACET_KEYS.filter((key) => key !== "status");
  return openOf(filter, [...told, ...covered]);
}

/** Keys that a filter asks for or excludes and that a route does not cover. */
function openOf(filter: AuditFilter, covered: readonly MatchedKey[]): MatchedKey[] {
  const rest: AuditKey[] = auditKeys.filter((key) => !covered.includes(key));
  const open: MatchedKey[] = rest.filter((key) => filter[key] !== undefined);
  return rest.some((key) => excludedBy(filter, key).length > 0) ? [...open, "not"] : open;
}

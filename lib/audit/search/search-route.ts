import type { Sql } from "@/lib/db";
import { facetsOf, type TimeWindow, thoseWith } from "./facets";
import { type AuditFilter, type AuditKey, auditKeys, storedActorKind } from "./filter";
import type { IndexRange } from "./index-range";

/** A way through the log in the order of time: ranges of one index, merged, and what each row must still be asked. */
export interface SearchRoute {
  /** The whole log by its time where there is none. */
  indexRanges: readonly IndexRange[];
  /** Keys of the filter that the ranges leave open; empty when every row of theirs is a match. */
  open: readonly (keyof AuditFilter)[];
}

const FACET_KEYS = ["provider", "operation", "outcome", "method", "status"] as const;

/** The routes to a filter's rows within a window, of which the search takes the shortest. None: there is no such row. */
export async function routesOf(
  sql: Sql,
  filter: AuditFilter,
  { fromMs, toMs }: TimeWindow,
): Promise<SearchRoute[]> {
  const { company, actor, by, endpoint, request, id } = filter;
  // One request has few rows, and one id has at most one.
  if (id !== undefined) return [{ indexRanges: [{ of: "id", value: id }], open: keysBut(filter, "id") }];
  if (request !== undefined)
    return [{ indexRanges: [{ of: "requestId", value: request }], open: keysBut(filter, "request") }];
  const byFacet = FACET_KEYS.some((key) => filter[key] !== undefined);
  const scattered = (["company", "actor", "by", "endpoint"] as const).filter(
    (key) => filter[key] !== undefined,
  );
  if (!byFacet && scattered.length === 0) return [{ indexRanges: [], open: [] }];
  const facets = await facetsOf(sql, filter, { fromMs, toMs });
  if (!facets) return [{ indexRanges: [], open: [...FACET_KEYS, ...scattered] }];
  if (facets.length === 0) return [];
  const status = isExact(filter.status) ? (["status"] as const) : [];
  const others = (key: string) => [...scattered.filter((each) => each !== key), ...status];
  const routes: SearchRoute[] = [];
  if (actor !== undefined) {
    const known = await thoseWith(sql, facets, { column: "actorFacet", value: actor, fromMs, toMs });
    if (known.length === 0) return [];
    const indexRanges = known.map(({ facet }) => ({ of: "actorFacet" as const, actor, facet }));
    routes.push({ indexRanges, open: others("actor") });
  }
  // Beside a company or an actor, an endpoint tells most by the facets that it occurs in.
  if (endpoint !== undefined && scattered.length === 1) {
    const indexRanges = facets.map(({ facet }) => ({ of: "endpointFacet" as const, endpoint, facet }));
    routes.push({ indexRanges, open: others("endpoint") });
  }
  if (company !== undefined) {
    const providers = [...new Set(facets.map(({ provider }) => provider))];
    const open = FACET_KEYS.filter((key) => key !== "provider" && filter[key] !== undefined);
    routes.push({
      indexRanges: providers.map((provider) => ({ of: "companyProvider", company, provider })),
      open: [...new Set([...others("company"), ...open])],
    });
  }
  // People act seldom: their index finds their rows at once among those of machines.
  if (by !== undefined && actor === undefined) {
    const open = FACET_KEYS.filter((key) => filter[key] !== undefined);
    const indexRanges = [{ of: "actorKind" as const, value: storedActorKind(by) }];
    routes.push({ indexRanges, open: [...new Set([...others("by"), ...open])] });
  }
  if (byFacet || endpoint !== undefined) {
    routes.push({ indexRanges: facets.map(({ facet }) => ({ of: "facet", facet })), open: others("") });
  }
  return routes;
}

function keysBut(filter: AuditFilter, known: AuditKey): AuditKey[] {
  return auditKeys.filter((key) => key !== known && filter[key] !== undefined);
}

/** All rows of a status class share a facet; rows of a single status share it with others. */
function isExact(status: string | undefined): boolean {
  return status !== undefined && !status.endsWith("xx");
}

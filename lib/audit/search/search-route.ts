import type { Sql } from "@/lib/db";
import { facetsOf, type TimeWindow, thoseWith } from "./facets";
import { type AuditFilter, type AuditKey, auditKeys, storedActorKind } from "./filter";
import type { Lane } from "./lane";

/** A way through the log in the order of time: ranges of one index, merged, and what each row must still be asked. */
export interface SearchRoute {
  /** The whole log by its time where there is none. */
  lanes: readonly Lane[];
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
  // Of one request there are few rows, and of one id at most one.
  if (id !== undefined) return [{ lanes: [{ of: "id", value: id }], open: keysBut(filter, "id") }];
  if (request !== undefined)
    return [{ lanes: [{ of: "requestId", value: request }], open: keysBut(filter, "request") }];
  const byFacet = FACET_KEYS.some((key) => filter[key] !== undefined);
  const scattered = (["company", "actor", "by", "endpoint"] as const).filter(
    (key) => filter[key] !== undefined,
  );
  if (!byFacet && scattered.length === 0) return [{ lanes: [], open: [] }];
  const facets = await facetsOf(sql, filter, { fromMs, toMs });
  if (!facets) return [{ lanes: [], open: [...FACET_KEYS, ...scattered] }];
  if (facets.length === 0) return [];
  const status = isExact(filter.status) ? (["status"] as const) : [];
  const others = (key: string) => [...scattered.filter((each) => each !== key), ...status];
  const routes: SearchRoute[] = [];
  if (actor !== undefined) {
    const known = await thoseWith(sql, facets, { column: "actorFacet", value: actor, fromMs, toMs });
    if (known.length === 0) return [];
    const lanes = known.map(({ facet }) => ({ of: "actorFacet" as const, actor, facet }));
    routes.push({ lanes, open: others("actor") });
  }
  // Beside a company or an actor, an endpoint tells most by the facets that it occurs in.
  if (endpoint !== undefined && scattered.length === 1) {
    const lanes = facets.map(({ facet }) => ({ of: "endpointFacet" as const, endpoint, facet }));
    routes.push({ lanes, open: others("endpoint") });
  }
  if (company !== undefined) {
    const providers = [...new Set(facets.map(({ provider }) => provider))];
    const open = FACET_KEYS.filter((key) => key !== "provider" && filter[key] !== undefined);
    routes.push({
      lanes: providers.map((provider) => ({ of: "companyProvider", company, provider })),
      open: [...new Set([...others("company"), ...open])],
    });
  }
  // Who acts seldom, as people do, is found at once where the rest of the log is machines'.
  if (by !== undefined && actor === undefined) {
    const open = FACET_KEYS.filter((key) => filter[key] !== undefined);
    const lanes = [{ of: "actorKind" as const, value: storedActorKind(by) }];
    routes.push({ lanes, open: [...new Set([...others("by"), ...open])] });
  }
  if (byFacet || endpoint !== undefined) {
    routes.push({ lanes: facets.map(({ facet }) => ({ of: "facet", facet })), open: others("") });
  }
  return routes;
}

function keysBut(filter: AuditFilter, known: AuditKey): AuditKey[] {
  return auditKeys.filter((key) => key !== known && filter[key] !== undefined);
}

/** Of a class of statuses all rows share a facet; of a single status only some rows do. */
function isExact(status: string | undefined): boolean {
  return status !== undefined && !status.endsWith("xx");
}

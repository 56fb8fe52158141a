/**
 * One range of an index, in the order of time: all rows of one request, of a facet, of an actor within a facet, …
 * Indexes hold digests of the texts, so that whoever reads a lane asks its rows for the texts as well.
 */
export type Lane =
  | { of: "companyProvider"; company: string; provider: string }
  | { of: "actorFacet"; actor: string; facet: string }
  | { of: "endpointFacet"; endpoint: string; facet: string }
  | { of: "facet"; facet: string }
  | { of: "requestId" | "id" | "actorKind"; value: string };

type Bind = (value: string) => string;

const COLUMN = { requestId: 'a."requestId"', id: "a.id", actorKind: 'a."actorKind"' } as const;

/** A lane as a condition on `"AuditLog" a`, in the words of the migration that made its index. */
export function laneSql(lane: Lane, bind: Bind): string {
  switch (lane.of) {
    case "companyProvider":
      return `a."companyProvider" = ${companyProviderSql(bind(lane.company), bind(lane.provider))}`;
    case "actorFacet":
      return `a."actorFacet" = ${withFacetSql(bind(lane.actor), `${bind(lane.facet)}::bigint`)}`;
    case "endpointFacet":
      return `a."endpointFacet" = ${withFacetSql(bind(lane.endpoint), `${bind(lane.facet)}::bigint`)}`;
    case "facet":
      return `a.facet = ${bind(lane.facet)}::bigint`;
    default:
      return `${COLUMN[lane.of]} = ${bind(lane.value)}::text`;
  }
}

/** The digest of an actor or an endpoint together with a facet. */
export function withFacetSql(text: string, facet: string): string {
  return `hashtextextended(${text}::text, ${facet})`;
}

export function companyProviderSql(company: string, provider: string): string {
  return `hashtextextended(${company}::text, hashtextextended(${provider}::text, 0))`;
}

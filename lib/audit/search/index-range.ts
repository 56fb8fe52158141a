/**
 * One range of an index, in the order of time: all rows of one request, of a facet, of an actor within a facet, …
 * Indexes hold digests of the texts, so that a read of an index range compares the texts of its rows, too.
 */
export type IndexRange =
  | { of: "companyProvider"; company: string; provider: string }
  | { of: "actorFacet"; actor: string; facet: string }
  | { of: "endpointFacet"; endpoint: string; facet: string }
  | { of: "facet"; facet: string }
  | { of: "requestId" | "providerRef" | "id" | "actorKind"; value: string };

type Bind = (value: string) => string;

const COLUMN = {
  requestId: 'a."requestId"',
  providerRef: 'a."providerRef"',
  id: "a.id",
  actorKind: 'a."actorKind"',
} as const;

/** An index range as a condition on `"AuditLog" a`, in the words of the migration that made its index. */
export function indexRangeSql(indexRange: IndexRange, bind: Bind): string {
  switch (indexRange.of) {
    case "companyProvider":
      return `a."companyProvider" = ${companyProviderSql(bind(indexRange.company), bind(indexRange.provider))}`;
    case "actorFacet":
      return `a."actorFacet" = ${withFacetSql(bind(indexRange.actor), `${bind(indexRange.facet)}::bigint`)}`;
    case "endpointFacet":
      return `a."endpointFacet" = ${withFacetSql(bind(indexRange.endpoint), `${bind(indexRange.facet)}::bigint`)}`;
    case "facet":
      return `a.facet = ${bind(indexRange.facet)}::bigint`;
    default:
      return `${COLUMN[indexRange.of]} = ${bind(indexRange.value)}::text`;
  }
}

/** The digest of an actor or an endpoint together with a facet. */
export function withFacetSql(text: string, facet: string): string {
  return `hashtextextended(${text}::text, ${facet})`;
}

export function companyProviderSql(company: string, provider: string): string {
  return `hashtextextended(${company}::text, hashtextextended(${provider}::text, 0))`;
}

export type CompanyTab = "timeline" | "links" | "audit" | "settings";

interface CompanyPlace {
  /** The company's status without it. */
  tab?: CompanyTab | undefined;
  /** Whose section comes first on the page. */
  provider?: string | undefined;
  query?: Readonly<Record<string, string>> | undefined;
}

/**
 * The address of a company's page: the one way to it from screens, mails and webhooks. The provider is no fragment: the
 * page is one with its top in sight, and the framework doubles the fragment of a page that was loaded with it.
 */
export function companyPath(companyId: string, { tab, provider, query }: CompanyPlace = {}): string {
  const page = `/companies/${encodeURIComponent(companyId)}${tab ? `/${tab}` : ""}`;
  const search = new URLSearchParams({ ...(provider && { provider }), ...query });
  return search.size > 0 ? `${page}?${search}` : page;
}

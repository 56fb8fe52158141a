export type CompanyTab = "timeline" | "audit" | "settings";

interface CompanyPlace {
  /** The company's status without it. */
  tab?: CompanyTab | undefined;
  /** Whose section of the page to show. */
  provider?: string | undefined;
  query?: Readonly<Record<string, string>> | undefined;
}

/** The address of a company's page: the one way to it from screens, mails and webhooks. */
export function companyPath(companyId: string, { tab, provider, query }: CompanyPlace = {}): string {
  const page = `/companies/${encodeURIComponent(companyId)}${tab ? `/${tab}` : ""}`;
  const search = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : "";
  return `${page}${search}${provider ? `#${provider}` : ""}`;
}

/** The choice made so far, as the address carries it. */
export interface NewConnectionParams {
  search: string;
  companyId: string;
}

export function readNewParams(
  given: Readonly<Record<string, string | string[] | undefined>>,
): NewConnectionParams {
  const text = (name: string) => ([given[name]].flat()[0] ?? "").replace(/\p{C}/gu, "").trim().slice(0, 200);
  return { search: text("search"), companyId: text("company") };
}

export function newConnectionHref({ search, companyId }: Partial<NewConnectionParams> = {}): string {
  const query = new URLSearchParams();
  if (search) query.set("search", search);
  if (companyId) query.set("company", companyId);
  return query.size > 0 ? `/connections/new?${query}` : "/connections/new";
}

/** The choice made so far, as the address carries it. A company is found again by its name, then picked by its id. */
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

export function newConnectionHref(company?: { id: string; name: string }): string {
  return company
    ? `/connections/new?${new URLSearchParams({ search: company.name, company: company.id })}`
    : "/connections/new";
}

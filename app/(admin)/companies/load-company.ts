import { notFound } from "next/navigation";
import { cache } from "react";
import { identifier } from "@/app/_input/identifier";
import { type CompanyDetail, companies } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";

/** A page's parameters come as the address has them: an id of the surrounding product may hold a slash. */
export interface CompanyPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One read per request, shared by the page and its title; an unknown id is a 404. */
const load = cache(async (id: string): Promise<CompanyDetail> => {
  const company = await companies().findCompany(id);
  if (!company) return notFound();
  const { mergedInto, ...rest } = company;
  return {
    ...rest,
    name: shownName(company.name),
    mergedInto: mergedInto && { ...mergedInto, name: shownName(mergedInto.name) },
  };
});

export async function loadCompany(params: CompanyPageProps["params"]): Promise<CompanyDetail> {
  const parsed = identifier.safeParse(decoded((await params).id));
  return parsed.success ? load(parsed.data) : notFound();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

import { cache } from "react";
import { identifier } from "@/app/_input/identifier";
import { type CompanyDetail, companies } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { nothingAtAddress } from "../_page/nothing-at-address";

/** An id of the surrounding product may hold a slash. */
export interface CompanyPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One read per request, shared by the page and its title. */
const load = cache(async (id: string): Promise<CompanyDetail | undefined> => {
  const parsed = identifier.safeParse(id);
  const company = parsed.success ? await companies().findCompany(parsed.data) : undefined;
  if (!company) return undefined;
  const { mergedInto, ...rest } = company;
  return {
    ...rest,
    name: shownName(company.name),
    mergedInto: mergedInto && { ...mergedInto, name: shownName(mergedInto.name) },
  };
});

/** An unknown id is a 404. The framework hands a page its parameter encoded, and its title's maker decoded. */
export async function loadCompany(params: CompanyPageProps["params"]): Promise<CompanyDetail> {
  const { id } = await params;
  return (await load(decoded(id))) ?? (await load(id)) ?? nothingAtAddress();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The connections of a page, that of the provider first which its address names. */
export function providerFirst<C extends { connectionType: string }>(
  connections: readonly C[],
  provider: string | undefined,
): C[] {
  return connections.toSorted(
    (a, b) => Number(b.connectionType === provider) - Number(a.connectionType === provider),
  );
}

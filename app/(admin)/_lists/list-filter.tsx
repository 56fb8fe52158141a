import type { ReactNode } from "react";
import { FilterForm } from "@/components/ui/filter-form";
import { PAGE_SIZE } from "@/lib/health";
import { providerNames, providerOf } from "@/lib/token";
import { isNarrowed, isWorstFirst, type ListParams } from "./list-params";
import { SEARCH_PLACEHOLDER } from "./words";

interface ListFilterProps {
  action: string;
  label: string;
  params: ListParams;
  hrefOf: (params: Partial<ListParams>) => string;
  /** In the place of the choice of a provider, which the search knows too. */
  instead?: ReactNode;
}

/** Search and provider; what else the address holds stays. */
export function ListFilter({ action, label, params, hrefOf, instead }: ListFilterProps) {
  const { search, status, provider, trouble, scopes, sort, direction, size, view } = params;
  const isSorted = !isWorstFirst(params);
  const providers = providerNames.map((name) => ({ value: name, label: providerOf(name).shortName }));
  const unfiltered = hrefOf({ status, sort, direction, size });
  const select = {
    name: "provider",
    label: "Provider",
    value: provider ?? "",
    options: [{ value: "", label: "All providers" }, ...providers],
  };
  return (
    <FilterForm
      action={action}
      label={label}
      search={{
        name: "search",
        label: "Search",
        value: search,
        placeholder: SEARCH_PLACEHOLDER,
      }}
      selects={instead ? [] : [select]}
      kept={{
        provider: instead ? provider : undefined,
        trouble,
        scopes,
        status,
        sort: isSorted ? sort : undefined,
        direction: isSorted ? direction : undefined,
        size: size === PAGE_SIZE ? undefined : String(size),
        view,
      }}
      clearHref={isNarrowed(params) ? unfiltered : undefined}
    >
      {instead}
    </FilterForm>
  );
}

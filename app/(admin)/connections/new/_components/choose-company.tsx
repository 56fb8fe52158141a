import Link from "next/link";
import { Card } from "@/components/ui/card";
import { FilterForm } from "@/components/ui/filter-form";
import { type CompanyChoice, FOUND_AT_MOST } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { providerNames, providerOf } from "@/lib/token";
import { newConnectionHref } from "../search-params";
import {
  ADD_COMPANY_TITLE,
  CHOOSE_COMPANY,
  connectedToWords,
  FIND_COMPANY,
  NO_COMPANY,
  NOT_CONNECTED,
  NOT_LISTED,
  noMatch,
  onlyFirst,
  SEARCH_PLACEHOLDER,
  WHICH_COMPANY,
} from "../words";
import { AddCompanyForm } from "./add-company-form";

interface ChooseCompanyProps {
  companies: readonly CompanyChoice[];
  search: string;
}

/** First step: whose organisation will be connected. */
export function ChooseCompany({ companies, search }: ChooseCompanyProps) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card title={CHOOSE_COMPANY} sentence={WHICH_COMPANY}>
        <FilterForm
          action="/connections/new"
          label={FIND_COMPANY}
          search={{
            name: "search",
            label: "Search",
            value: search,
            placeholder: SEARCH_PLACEHOLDER,
          }}
          className="mb-3"
          clearHref={search ? newConnectionHref() : undefined}
        />
        {companies.length > 0 ? (
          <ul className="-mx-2 flex flex-col">
            {companies.map((company) => (
              <li key={company.id}>
                <Link
                  href={newConnectionHref({ companyId: company.id })}
                  prefetch={false}
                  className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 rounded px-2 py-1.5 hover:bg-hover"
                >
                  <span className="min-w-0 font-medium">{shownName(company.name)}</span>
                  <span className="text-sm text-muted">{connectedWords(company)}</span>
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">{search ? noMatch(shownName(search)) : NO_COMPANY}</p>
        )}
        {companies.length >= FOUND_AT_MOST && (
          <p className="mt-2 text-sm text-muted">{onlyFirst(FOUND_AT_MOST)}</p>
        )}
      </Card>
      <Card title={ADD_COMPANY_TITLE} sentence={NOT_LISTED}>
        <AddCompanyForm key={search} name={companies.length === 0 ? search : ""} />
      </Card>
    </div>
  );
}

function connectedWords({ connectedTo }: CompanyChoice): string {
  const known = providerNames.filter((provider) => connectedTo.includes(provider));
  const names = known.map((provider) => providerOf(provider).shortName);
  return names.length > 0 ? connectedToWords(names) : NOT_CONNECTED;
}

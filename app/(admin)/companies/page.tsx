import type { Metadata } from "next";
import { identifier } from "@/app/_input/identifier";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { companies } from "@/lib/companies";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { page } from "../_page/drawn-page";
import { CompanyList } from "./_components/company-list";
import { NAME_OR_ID, NO_ARCHIVED, NO_COMPANY_MATCHES } from "./words";

export const metadata: Metadata = { title: "Companies" };

interface CompaniesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Every company by name, connected or not; the archived ones where they are asked for. */
async function CompaniesPage({ searchParams }: CompaniesPageProps) {
  await requireUser("companies.read");
  const given = await searchParams;
  const one = (name: string) => [given[name]].flat()[0];
  const search = (one("search") ?? "").replace(/\p{C}/gu, "").trim().slice(0, 200);
  const archived = one("archived") === "1";
  const after = identifier.safeParse(one("after")).data;
  const { companies: found, next } = await companies().listCompanies({ search, archived, after });
  return (
    <>
      <PageHeader title="Companies" />
      <FilterForm
        action="/companies"
        label="Filter companies"
        search={{ name: "search", label: "Search", value: search, placeholder: NAME_OR_ID }}
        selects={[
          {
            name: "archived",
            label: "Show",
            value: archived ? "1" : "",
            options: [
              { value: "", label: "Active" },
              { value: "1", label: "Archived" },
            ],
          },
        ]}
        clearHref={search || archived ? "/companies" : undefined}
      />
      <Card>
        {found.length > 0 ? (
          <CompanyList companies={found} hrefOf={({ id }) => companyPath(id)} />
        ) : (
          <EmptyState
            title={archived ? NO_ARCHIVED : NO_COMPANY_MATCHES}
            action={<ButtonLink href="/companies">Show all</ButtonLink>}
          />
        )}
      </Card>
      {(next || after) && (
        <div className="mt-3">
          <PaginationLinks
            newerHref={after ? companiesHref(search, archived) : undefined}
            olderHref={next ? companiesHref(search, archived, next) : undefined}
            newerLabel="First page"
            olderLabel="Next"
          />
        </div>
      )}
    </>
  );
}

function companiesHref(search: string, archived: boolean, after?: string): string {
  const query = new URLSearchParams();
  if (search) query.set("search", search);
  if (archived) query.set("archived", "1");
  if (after) query.set("after", after);
  return query.size > 0 ? `/companies?${query}` : "/companies";
}

export default page(CompaniesPage);

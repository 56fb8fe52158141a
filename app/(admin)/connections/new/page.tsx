import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/access";
import { findCompanies } from "@/lib/companies";
import { NoticeBanner } from "../../_components/notice-banner";
import { noticeOf } from "../../notice";
import { ChooseCompany } from "./_components/choose-company";
import { ChooseProvider } from "./_components/choose-provider";
import { readNewParams } from "./search-params";

export const metadata: Metadata = { title: "Connect a company" };

interface NewConnectionPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewConnectionPage({ searchParams }: NewConnectionPageProps) {
  await requireUser("connections.connect");
  const given = await searchParams;
  const { search, companyId } = readNewParams(given);
  const [companies, notice] = await Promise.all([findCompanies(search), noticeOf(given)]);
  const company = companies.find(({ id }) => id === companyId);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: "Connections", href: "/connections" }, { label: "Connect a company" }]}
          />
        }
        title="Connect a company"
        sentence={
          company
            ? "Choose where its books are. Nothing is connected before you allow it there."
            : "First the company, then where its books are, then the consent at the provider."
        }
      />
      <NoticeBanner notice={notice} />
      {company ? (
        <ChooseProvider company={company} />
      ) : (
        <ChooseCompany companies={companies} search={search} />
      )}
    </>
  );
}

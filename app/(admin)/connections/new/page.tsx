import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { companies } from "@/lib/companies";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { providersCalled } from "@/lib/token";
import { page } from "../../_page/drawn-page";
import { ChooseCompany } from "./_components/choose-company";
import { ChooseProvider } from "./_components/choose-provider";
import { newConnectionHref, readNewParams } from "./search-params";
import { CONNECT_COMPANY, PICK_COMPANY, PICK_PROVIDER } from "./words";

export const metadata: Metadata = { title: CONNECT_COMPANY };

interface NewConnectionPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function NewConnectionPage({ searchParams }: NewConnectionPageProps) {
  await requireUser("connections.connect");
  const given = await searchParams;
  const { search, companyId } = readNewParams(given);
  const [choices, company, notice] = await Promise.all([
    companyId ? [] : companies().findCompanies(search, providersCalled(search)),
    companyId ? companies().findCompany(companyId) : undefined,
    noticeOf(given),
  ]);
  // Removed meanwhile, or a mistyped address: there is still one to choose.
  if (companyId && !company) redirect(newConnectionHref({ search }));
  if (company?.archivedAt) redirect(companyPath(company.id));
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: "Connections", href: "/connections" }, { label: CONNECT_COMPANY }]} />
        }
        title={CONNECT_COMPANY}
        sentence={company ? PICK_PROVIDER : PICK_COMPANY}
      />
      <NoticeBanner notice={notice} />
      {company ? <ChooseProvider company={company} /> : <ChooseCompany companies={choices} search={search} />}
    </>
  );
}

export default page(NewConnectionPage);

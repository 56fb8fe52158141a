import { permanentRedirect } from "next/navigation";
import { identifier } from "@/app/_input/identifier";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { page } from "../../_page/drawn-page";
import { nothingAtAddress } from "../../_page/nothing-at-address";
import { NoCompany } from "../../companies/_components/no-company";

interface CompanyPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a company was renamed before it had a page of its own. */
async function CompanyPage({ searchParams }: CompanyPageProps) {
  await requireUser("companies.read");
  const id = identifier.safeParse([(await searchParams).id].flat()[0]);
  if (!id.success) nothingAtAddress();
  return permanentRedirect(companyPath(id.data, { tab: "settings" }));
}

export default page(CompanyPage, { notFound: <NoCompany /> });

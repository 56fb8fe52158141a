import { notFound, permanentRedirect } from "next/navigation";
import { identifier } from "@/app/_input/identifier";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";

interface CompanyPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a company was renamed before it had a page of its own. */
export default async function CompanyPage({ searchParams }: CompanyPageProps) {
  await requireUser("companies.read");
  const id = identifier.safeParse([(await searchParams).id].flat()[0]);
  if (!id.success) notFound();
  permanentRedirect(companyPath(id.data, { tab: "settings" }));
}

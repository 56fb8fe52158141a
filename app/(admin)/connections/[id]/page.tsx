import { permanentRedirect } from "next/navigation";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { NoConnection } from "../../_components/no-connection";
import { page } from "../../_page/drawn-page";
import { loadConnection } from "../../load-connection";

/** Where connections had pages of their own: links in mails and tickets still lead here. */
async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("companies.read");
  const { companyId, connectionType } = await loadConnection((await params).id);
  return permanentRedirect(companyPath(companyId, { provider: connectionType }));
}

export default page(ConnectionPage, { notFound: <NoConnection /> });

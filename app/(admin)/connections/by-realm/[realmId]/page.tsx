import { redirect } from "next/navigation";
import { identifier } from "@/app/_input/identifier";
import { requireUser } from "@/lib/door";
import { links } from "@/lib/links";
import { companyPath } from "@/lib/text/company-path";
import { NoConnection } from "../../../_components/no-connection";
import { page } from "../../../_page/drawn-page";
import { nothingAtAddress } from "../../../_page/nothing-at-address";

interface ByRealmPageProps {
  params: Promise<{ realmId: string }>;
}

/** Intuit's Launch URL: to the company whose QuickBooks books were left for here. */
async function ByRealmPage({ params }: ByRealmPageProps): Promise<never> {
  await requireUser("connections.read");
  const realm = identifier.safeParse((await params).realmId);
  const tenantId = realm.success ? realm.data : nothingAtAddress();
  const companyId = await links().companyOfTenant({ connectionType: "qbo", tenantId });
  redirect(companyId ? companyPath(companyId, { provider: "qbo" }) : nothingAtAddress());
}

export default page(ByRealmPage, { notFound: <NoConnection /> });

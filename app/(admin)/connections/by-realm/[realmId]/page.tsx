import { notFound, redirect } from "next/navigation";
import { identifier } from "@/app/_input/identifier";
import { requireUser } from "@/lib/door";
import { links } from "@/lib/links";
import { companyPath } from "@/lib/text/company-path";

interface ByRealmPageProps {
  params: Promise<{ realmId: string }>;
}

/** Intuit's Launch URL: to the company whose QuickBooks books were left for here. */
export default async function ByRealmPage({ params }: ByRealmPageProps): Promise<never> {
  await requireUser("connections.read");
  const realm = identifier.safeParse((await params).realmId);
  const tenantId = realm.success ? realm.data : notFound();
  const companyId = await links().companyOfTenant({ connectionType: "qbo", tenantId });
  redirect(companyId ? companyPath(companyId, { provider: "qbo" }) : notFound());
}

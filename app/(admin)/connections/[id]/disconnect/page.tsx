import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";
import { NoConnection } from "../../../_components/no-connection";
import { page } from "../../../_page/drawn-page";
import { loadConnection } from "../../../load-connection";
import { DisconnectConsequences } from "../_components/disconnect-consequences";
import { WHAT_WILL_HAPPEN } from "../words";
import { DisconnectForm } from "./_components/disconnect-form";

export const metadata: Metadata = { title: "Disconnect" };

async function DisconnectPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("connections.disconnect");
  const { id, companyId, companyName, tenantName, providerName, connectionType, alsoServes, disconnectedAt } =
    await loadConnection((await params).id);
  const back = companyPath(companyId, { provider: connectionType });
  if (disconnectedAt) redirect(back);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { label: "Companies", href: "/companies" },
              { label: companyName, href: back },
              { label: "Disconnect" },
            ]}
          />
        }
        title={`Disconnect ${companyName}?`}
        sentence={`${providerName}, ${tenantName}`}
      />
      <Card title={WHAT_WILL_HAPPEN} className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <DisconnectConsequences
            companyName={companyName}
            tenantName={tenantName}
            providerName={providerName}
            consentedBy={providerOf(connectionType).consentedBy}
            alsoServes={alsoServes.map((other) => other.companyName)}
          />
        </div>
        <DisconnectForm connectionId={id} cancelHref={back} />
      </Card>
    </>
  );
}

export default page(DisconnectPage, { notFound: <NoConnection /> });

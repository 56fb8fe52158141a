import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { companyPath } from "@/lib/text/company-path";
import { NoConnection } from "../../../_components/no-connection";
import { page } from "../../../_page/drawn-page";
import { loadConnection } from "../../../load-connection";
import { CONNECT_DIFFERENT } from "../words";
import { MoveForm } from "./_components/move-form";

export const metadata: Metadata = { title: CONNECT_DIFFERENT };

/** A deliberate change of organisation, kept apart from Reconnect so that nobody makes it by mistake. */
async function MovePage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("connections.reconnect");
  const { id, companyId, companyName, tenantName, providerName, connectionType, disconnectedAt } =
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
              { label: CONNECT_DIFFERENT },
            ]}
          />
        }
        title={CONNECT_DIFFERENT}
        sentence={`${companyName}, ${providerName}`}
      />
      <Card className="max-w-2xl">
        <MoveForm {...{ id, companyName, tenantName, providerName, cancelHref: back }} />
      </Card>
    </>
  );
}

export default page(MovePage, { notFound: <NoConnection /> });

import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { can, requireUser } from "@/lib/door";
import { health } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { page } from "../../../_page/drawn-page";
import { CompanyFrame } from "../../_components/company-frame";
import { ConnectionHistory } from "../../_components/connection-history";
import { NoCompany } from "../../_components/no-company";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany, providerFirst } from "../../load-company";
import { NO_HISTORY, NO_HISTORY_MORE } from "../../words";

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, "Timeline");
}

/** The past of a company's connections: 90 days, why they broke, and every change. */
async function CompanyTimelinePage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("companies.read");
  const company = await loadCompany(params);
  const given = await searchParams;
  const [connections, notice] = await Promise.all([
    health().connectionsOfCompany(company.id),
    noticeOf(given),
  ]);
  const eventName = [given.event].flat()[0];
  const provider = [given.provider].flat()[0] ?? eventName?.split("-", 1)[0];
  return (
    <CompanyFrame company={company} role={user.role} tab="timeline" notice={notice}>
      {connections.length === 0 && (
        <Card flush>
          <EmptyState title={NO_HISTORY}>{NO_HISTORY_MORE}</EmptyState>
        </Card>
      )}
      <div className="flex flex-col gap-10">
        {providerFirst(connections, provider).map((connection) => (
          <ConnectionHistory
            key={connection.id}
            connection={connection}
            path={companyPath(company.id, { tab: "timeline" })}
            eventName={eventName}
            mayReadAudit={can(user.role, "audit.read")}
          />
        ))}
      </div>
    </CompanyFrame>
  );
}

export default page(CompanyTimelinePage, { notFound: <NoCompany /> });

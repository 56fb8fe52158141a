import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { UTC, zoneWords } from "@/components/ui/time-format";
import { audit } from "@/lib/audit";
import { requireUser } from "@/lib/door";
import { page } from "../../../_page/drawn-page";
import { auditHref } from "../../../audit/search-params";
import { AuditRows } from "../../_components/audit-rows";
import { CompanyFrame } from "../../_components/company-frame";
import { NoCompany } from "../../_components/no-company";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany } from "../../load-company";
import { auditRowsOf, newestRowsTitle, SEARCH_LOG, timesIn } from "../../words";

const AUDIT_ROWS = 50;

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, "Audit");
}

/** The newest audit rows of a company; the log itself has the rest, and all its filters. */
async function CompanyAuditPage({ params }: CompanyPageProps) {
  const user = await requireUser("audit.read");
  const company = await loadCompany(params);
  const filter = { span: "all", company: company.id } as const;
  const { rows, older } = await audit().searchAudit({ filter, limit: AUDIT_ROWS });
  return (
    <CompanyFrame company={company} role={user.role} tab="audit">
      <Card
        title={older ? newestRowsTitle(AUDIT_ROWS) : "All rows"}
        sentence={timesIn(zoneWords(user.timeZone ?? UTC))}
        actions={<ButtonLink href={auditHref({ filter })}>{SEARCH_LOG}</ButtonLink>}
        flush
      >
        <AuditRows companyId={company.id} caption={auditRowsOf(company.name)} rows={rows} />
      </Card>
    </CompanyFrame>
  );
}

export default page(CompanyAuditPage, { notFound: <NoCompany /> });

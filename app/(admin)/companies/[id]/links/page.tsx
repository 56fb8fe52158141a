import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { Card } from "@/components/ui/card";
import { requireUser } from "@/lib/door";
import { health } from "@/lib/health";
import { links } from "@/lib/links";
import { passwordReset } from "@/lib/people";
import { providerOf, tokenService } from "@/lib/token";
import { CompanyFrame } from "../../_components/company-frame";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany, providerFirst } from "../../load-company";
import { LinkList } from "./_components/link-list";
import { SendForm } from "./_components/send-form";
import { CONNECTS, LINKS, linksFor, RECONNECTS } from "./words";

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, LINKS);
}

/** The links with which a company's customer connects and reconnects: made, sent, revoked here. */
export default async function CompanyLinksPage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("links.send");
  const company = await loadCompany(params);
  const given = await searchParams;
  const [made, connections, notice] = await Promise.all([
    links().listLinks(company.id),
    health().connectionsOfCompany(company.id),
    noticeOf(given),
  ]);
  const live = connections.filter(({ disconnectedAt }) => !disconnectedAt);
  const byMail = passwordReset().isMailSet();
  const offered = tokenService.configuredProviders().map((connectionType) => ({ connectionType }));
  return (
    <CompanyFrame company={company} role={user.role} tab="links" notice={notice}>
      <div className="flex max-w-4xl flex-col gap-6">
        {providerFirst(offered, [given.provider].flat()[0]).map(({ connectionType }) => (
          <Card
            key={connectionType}
            title={linksFor(providerOf(connectionType).displayName)}
            sentence={live.some((each) => each.connectionType === connectionType) ? RECONNECTS : CONNECTS}
          >
            {!company.archivedAt && (
              <div className="mb-4">
                <SendForm
                  companyId={company.id}
                  provider={connectionType}
                  contactEmail={company.contactEmail ?? ""}
                  byMail={byMail}
                />
              </div>
            )}
            <LinkList links={made.filter((link) => link.connectionType === connectionType)} byMail={byMail} />
          </Card>
        ))}
      </div>
    </CompanyFrame>
  );
}

import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { Card } from "@/components/ui/card";
import { requireUser } from "@/lib/door";
import { health } from "@/lib/health";
import { links } from "@/lib/links";
import { passwordReset } from "@/lib/people";
import { providerOf, tokenService } from "@/lib/token";
import { page } from "../../../_page/drawn-page";
import { CompanyFrame } from "../../_components/company-frame";
import { NoCompany } from "../../_components/no-company";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany, providerFirst } from "../../load-company";
import { LinkList } from "./_components/link-list";
import { SendForm } from "./_components/send-form";
import { CONNECTS, LINKS, linksFor, RECONNECTS } from "./words";

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, LINKS);
}

/** The links with which a company's customer connects and reconnects: made, sent, revoked here. */
async function CompanyLinksPage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("links.send");
  const company = await loadCompany(params);
  const given = await searchParams;
  const providers = tokenService.configuredProviders();
  const [made, connections, notice] = await Promise.all([
    Promise.all(
      providers.map((connectionType) => links().listLinks({ companyId: company.id, connectionType })),
    ),
    health().connectionsOfCompany(company.id),
    noticeOf(given),
  ]);
  const live = connections.filter(({ disconnectedAt }) => !disconnectedAt);
  const byMail = passwordReset().isMailSet();
  const offered = providers.map((connectionType, nth) => ({ connectionType, made: made[nth] ?? [] }));
  return (
    <CompanyFrame company={company} role={user.role} tab="links" notice={notice}>
      <div className="flex max-w-4xl flex-col gap-6">
        {providerFirst(offered, [given.provider].flat()[0]).map(({ connectionType, made: own }) => (
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
            <LinkList links={own} byMail={byMail} />
          </Card>
        ))}
      </div>
    </CompanyFrame>
  );
}

export default page(CompanyLinksPage, { notFound: <NoCompany /> });

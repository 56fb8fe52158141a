import type { Metadata } from "next";
import Link from "next/link";
import { noticeOf } from "@/app/_notice/notice";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { CompanyDetail } from "@/lib/companies";
import { can, requireUser } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";
import { page } from "../../../_page/drawn-page";
import { CompanyFrame } from "../../_components/company-frame";
import { NoCompany } from "../../_components/no-company";
import { companyTitle } from "../../company-title";
import { type CompanyPageProps, loadCompany } from "../../load-company";
import {
  AN_ADMIN_CHANGES,
  ARCHIVE_SENTENCE,
  CONTACT_SENTENCE,
  CONTACT_TITLE,
  disconnectFirst,
  FIND_DUPLICATE,
  MERGE_SENTENCE,
  MERGE_TITLE,
  NAME_SENTENCE,
  REMOVE_SENTENCE,
} from "../../words";
import { ArchiveForm } from "./_components/archive-form";
import { ContactForm } from "./_components/contact-form";
import { RemoveForm } from "./_components/remove-form";
import { RenameForm } from "./_components/rename-form";

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params, "Settings");
}

/** What is known of a company itself. Admins change it, others read it. */
async function CompanySettingsPage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("companies.read");
  const [company, notice] = await Promise.all([loadCompany(params), searchParams.then(noticeOf)]);
  return (
    <CompanyFrame company={company} role={user.role} tab="settings" notice={notice}>
      {can(user.role, "companies.manage") ? <Forms company={company} /> : <Facts company={company} />}
    </CompanyFrame>
  );
}

function Forms({ company }: { company: CompanyDetail }) {
  const { id, name, contactName, contactEmail, locale, tags, archivedAt } = company;
  const shown = {
    contactName: contactName ?? "",
    contactEmail: contactEmail ?? "",
    locale: locale ?? "",
    tags: tags.join("\n"),
  };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="flex flex-col gap-6">
        <Card title="Name" sentence={NAME_SENTENCE}>
          <RenameForm key={name} companyId={id} name={name} />
        </Card>
        {!archivedAt && <MergeCard company={company} />}
      </div>
      <div className="flex flex-col gap-6">
        <Card title={CONTACT_TITLE} sentence={CONTACT_SENTENCE}>
          <ContactForm key={JSON.stringify(shown)} companyId={id} shown={shown} />
        </Card>
        {!archivedAt && <ArchiveCard company={company} />}
        <RemoveCard company={company} />
      </div>
    </div>
  );
}

function MergeCard({ company: { id } }: { company: CompanyDetail }) {
  return (
    <Card title={MERGE_TITLE} sentence={MERGE_SENTENCE}>
      <ButtonLink href={`${companyPath(id)}/merge`}>{FIND_DUPLICATE}</ButtonLink>
    </Card>
  );
}

function ArchiveCard({ company: { id, connectedTo } }: { company: CompanyDetail }) {
  return (
    <Card title="Archive" sentence={ARCHIVE_SENTENCE}>
      {connectedTo.length > 0 ? (
        <p>
          <Sentence
            parts={disconnectFirst(
              connectedTo.map((provider, index) => (
                <span key={provider}>
                  {index > 0 && ", "}
                  <Link
                    href={companyPath(id, { provider })}
                    prefetch={false}
                    className="inline-block min-h-6 rounded-sm underline underline-offset-2"
                  >
                    {providerOf(provider).displayName}
                  </Link>
                </span>
              )),
            )}
          />
        </p>
      ) : (
        <ArchiveForm companyId={id} />
      )}
    </Card>
  );
}

/** Only what has no past can go. */
function RemoveCard({ company: { id, everConnected, mergedInto, tookOver } }: { company: CompanyDetail }) {
  if (everConnected || mergedInto || tookOver) return null;
  return (
    <Card title="Remove" sentence={REMOVE_SENTENCE}>
      <RemoveForm companyId={id} />
    </Card>
  );
}

function Facts({ company }: { company: CompanyDetail }) {
  const { id, name, contactName, contactEmail, locale, tags, createdAt } = company;
  const text = (value: string | null) =>
    value ? shownName(value) : <span className="text-muted">Not known</span>;
  return (
    <Card title="Company" sentence={AN_ADMIN_CHANGES}>
      <FactGrid
        facts={[
          { term: "Name", description: name },
          { term: "Id", description: <code className="font-mono text-mono">{id}</code> },
          { term: "Contact", description: text(contactName) },
          { term: "Email", description: text(contactEmail) },
          { term: "Language", description: text(locale) },
          { term: "Tags", description: text(tags.join(", ")) },
          { term: "Added", description: <Time at={createdAt} /> },
        ]}
      />
    </Card>
  );
}

export default page(CompanySettingsPage, { notFound: <NoCompany /> });

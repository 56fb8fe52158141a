import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { companies } from "@/lib/companies";
import { requireUser } from "@/lib/door";
import { newConnectionHref } from "../new/search-params";
import { listHref } from "../search-params";
import { RemoveForm } from "./_components/remove-form";
import { RenameForm } from "./_components/rename-form";
import { companyIdOf } from "./search-params";

export const metadata: Metadata = { title: "Company" };

interface CompanyPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What can be put right about a company itself; its connections have pages of their own. */
export default async function CompanyPage({ searchParams }: CompanyPageProps) {
  await requireUser("connections.connect");
  const given = await searchParams;
  const id = companyIdOf(given);
  const [company, notice] = await Promise.all([
    id ? companies().findCompany(id) : undefined,
    noticeOf(given),
  ]);
  if (!company) notFound();
  const { name, everConnected } = company;
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Connections", href: "/connections" }, { label: name }]} />}
        title={name}
        sentence={
          <span className="flex flex-wrap items-center gap-x-1">
            Company id <code className="font-mono text-mono wrap-anywhere">{company.id}</code>
            <CopyButton value={company.id} label="Copy company id" iconOnly />
          </span>
        }
        actions={
          <>
            {everConnected && <ButtonLink href={listHref({ search: company.id })}>Connections</ButtonLink>}
            <ButtonLink href={newConnectionHref({ companyId: company.id })}>Connect</ButtonLink>
          </>
        }
      />
      <NoticeBanner notice={notice} />
      <div className="grid items-start gap-6 md:grid-cols-2">
        <Card title="Name" sentence="The new name shows everywhere, in past audit rows too. The id stays.">
          <RenameForm key={name} companyId={company.id} name={name} />
        </Card>
        <Card title="Remove">
          {everConnected ? (
            <p className="text-muted">
              This company has been connected: its history stays, so it can't be removed.
            </p>
          ) : (
            <>
              <p className="mb-4 text-muted">This company never had a connection. Its audit rows stay.</p>
              <RemoveForm companyId={company.id} />
            </>
          )}
        </Card>
      </div>
    </>
  );
}

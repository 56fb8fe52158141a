import Link from "next/link";
import type { ReactNode } from "react";
import type { Notice } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { TabBar } from "@/components/ui/tab-bar";
import { Time } from "@/components/ui/time";
import type { CompanyDetail } from "@/lib/companies";
import { can, type Role } from "@/lib/door";
import { type CompanyTab, companyPath } from "@/lib/text/company-path";
import { PrintHeader } from "../../_components/print-header";
import { ARCHIVED_MEANS, COPY_COMPANY_ID, mergedIntoWords } from "../words";
import { ContactLine } from "./contact-line";
import { UnarchiveButton } from "./unarchive-button";

interface CompanyFrameProps {
  company: CompanyDetail;
  role: Role;
  tab?: CompanyTab;
  /** Beside the name. */
  badge?: ReactNode;
  notice?: Notice | undefined;
  noticeAction?: ReactNode;
  children: ReactNode;
}

/** What the tabs of a company have in common. */
export function CompanyFrame(props: CompanyFrameProps) {
  const { company, role, tab, badge, notice, noticeAction, children } = props;
  const { id, name } = company;
  const tabs = [
    { href: companyPath(id), label: "Status", tab: undefined },
    { href: companyPath(id, { tab: "timeline" }), label: "Timeline", tab: "timeline" },
    ...(can(role, "links.send")
      ? [{ href: companyPath(id, { tab: "links" }), label: "Links", tab: "links" }]
      : []),
    ...(can(role, "audit.read")
      ? [{ href: companyPath(id, { tab: "audit" }), label: "Audit", tab: "audit" }]
      : []),
    { href: companyPath(id, { tab: "settings" }), label: "Settings", tab: "settings" },
  ];
  return (
    <>
      <PrintHeader />
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Companies", href: "/companies" }, { label: name }]} />}
        title={name}
        badge={badge}
        sentence={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="flex min-w-0 items-center gap-x-1">
              <code className="font-mono text-mono wrap-anywhere">{id}</code>
              <CopyButton value={id} label={COPY_COMPANY_ID} iconOnly />
            </span>
            <ContactLine company={company} />
          </span>
        }
      />
      <TabBar label="Company" tabs={tabs} current={tabs.find((each) => each.tab === tab)} />
      <NoticeBanner notice={notice} action={noticeAction} />
      <Archived company={company} mayManage={can(role, "companies.manage")} />
      {children}
    </>
  );
}

function Archived({ company, mayManage }: { company: CompanyDetail; mayManage: boolean }) {
  const { id, archivedAt, mergedInto } = company;
  if (!archivedAt) return null;
  return (
    <Banner
      tone="disconnected"
      className="mb-6"
      title={
        <>
          {mergedInto ? "Merged" : "Archived"} <Time at={archivedAt} />
        </>
      }
      action={mayManage && <UnarchiveButton companyId={id} />}
    >
      {mergedInto ? (
        <Sentence
          parts={mergedIntoWords(
            <Link
              href={companyPath(mergedInto.id)}
              prefetch={false}
              className="font-medium underline underline-offset-2"
            >
              {mergedInto.name}
            </Link>,
            <code className="font-mono text-mono wrap-anywhere">{mergedInto.id}</code>,
          )}
        />
      ) : (
        ARCHIVED_MEANS
      )}
    </Banner>
  );
}

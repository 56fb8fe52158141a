import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { alerts } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { page } from "../../_page/drawn-page";
import { mailedTo, NO_MAIL, NO_MAIL_MORE } from "../words";
import { MailForm } from "./_components/mail-form";

export const metadata: Metadata = { title: "My mail" };

interface OwnMailPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What is mailed to this person's own address. */
async function OwnMailPage({ searchParams }: OwnMailPageProps) {
  const { id, email } = await requireUser("account.manage");
  const [choice, notice] = await Promise.all([alerts().mailChoiceOf(id), noticeOf(await searchParams)]);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: "Notifications", href: "/notifications" }, { label: "My mail" }]} />
        }
        title="My mail"
        sentence={mailedTo(email)}
      />
      <NoticeBanner notice={notice} />
      <div className="max-w-2xl">
        {alerts().mailFrom() === null ? (
          <Banner tone="expiring" title={NO_MAIL}>
            {NO_MAIL_MORE}
          </Banner>
        ) : (
          <Card>
            <MailForm choice={choice} />
          </Card>
        )}
      </div>
    </>
  );
}

export default page(OwnMailPage);

import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { page } from "../../../_page/drawn-page";
import { PEOPLE } from "../words";
import { InviteTable } from "./_components/invite-table";
import { inviteListRows } from "./invite-list-row";
import { INVITE_PERSON, INVITES, INVITES_SENTENCE } from "./words";

export const metadata: Metadata = { title: INVITES };

interface InvitesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function InvitesPage({ searchParams }: InvitesPageProps) {
  await requireUser("users.manage");
  const [rows, notice] = await Promise.all([inviteListRows(), noticeOf(await searchParams)]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: PEOPLE, href: "/settings/people" }, { label: INVITES }]} />}
        title={INVITES}
        sentence={INVITES_SENTENCE}
        actions={
          <ButtonLink href="/settings/people/invite" variant="primary">
            {INVITE_PERSON}
          </ButtonLink>
        }
      />
      <NoticeBanner notice={notice} />
      <InviteTable rows={rows} />
    </>
  );
}

export default page(InvitesPage);

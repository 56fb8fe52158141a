import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { requireUser } from "@/lib/door";
import { people } from "@/lib/people";
import { page } from "../../_page/drawn-page";
import { PeopleTable } from "./_components/people-table";
import { InviteTable } from "./invites/_components/invite-table";
import { inviteListRows } from "./invites/invite-list-row";
import { INVITE_PERSON, INVITES } from "./invites/words";
import { personListRow } from "./person-list-row";
import { peopleHref, readPeopleCursor } from "./search-params";
import { EARLIER_NAMES, FACTOR_FOR_ALL, LATER_NAMES, PEOPLE, PEOPLE_SENTENCE } from "./words";

export const metadata: Metadata = { title: PEOPLE };

interface PeoplePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function PeoplePage({ searchParams }: PeoplePageProps) {
  const reader = await requireUser("users.manage");
  const given = await searchParams;
  const [page, invites, notice] = await Promise.all([
    people().listPeople(readPeopleCursor(given)),
    inviteListRows(),
    noticeOf(given),
  ]);
  const { before, after } = page;
  return (
    <>
      <PageHeader
        title={PEOPLE}
        sentence={PEOPLE_SENTENCE}
        actions={
          <>
            <ButtonLink href="/settings/people/second-factor">{FACTOR_FOR_ALL}</ButtonLink>
            <ButtonLink href="/settings/people/invite" variant="primary">
              {INVITE_PERSON}
            </ButtonLink>
          </>
        }
      />
      <NoticeBanner notice={notice} />
      <PeopleTable rows={page.people.map((person) => personListRow(person, reader.id))} />
      {(before || after) && (
        <div className="mt-4">
          <PaginationLinks
            newerHref={before ? peopleHref(before, "before") : undefined}
            olderHref={after ? peopleHref(after, "after") : undefined}
            newerLabel={EARLIER_NAMES}
            olderLabel={LATER_NAMES}
          />
        </div>
      )}
      <section aria-labelledby="invites" className="mt-8">
        <h2 id="invites" className="mb-3 text-lg font-semibold">
          {INVITES}
        </h2>
        <InviteTable rows={invites} />
      </section>
    </>
  );
}

export default page(PeoplePage);

import type { Metadata } from "next";
import Link from "next/link";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { confirmPath, hasFreshProof, requireUser } from "@/lib/door";
import { type PersonView, people } from "@/lib/people";
import { SessionList } from "../../../_components/session-list";
import { page } from "../../../_page/drawn-page";
import { nothingAtAddress } from "../../../_page/nothing-at-address";
import { auditHref } from "../../../audit/search-params";
import { NoPerson } from "../_components/no-person";
import { PersonState } from "../_components/person-state";
import { signsInWith } from "../signs-in-with";
import {
  CONFIRM,
  CONFIRM_FIRST,
  CONFIRM_FIRST_WHY,
  disabledSince,
  END_ALL,
  END_ALL_WHY,
  FACTOR_TITLE,
  LAST_SEEN,
  MY_PROFILE,
  NEVER,
  NO_SESSIONS,
  NOT_ONESELF,
  PEOPLE,
  ROLE_TITLE,
  ROLE_WORDS,
  SECOND_FACTOR_OFF,
  SECOND_FACTOR_ON,
  SESSIONS_TITLE,
  SIGNS_IN_WITH,
  THIS_IS_YOU,
  WHAT_THEY_DID,
} from "../words";
import { PersonChanges } from "./_components/person-changes";
import { PersonForm } from "./_components/person-form";
import { endSessionsOfPerson } from "./actions";

export const metadata: Metadata = { title: "Person" };

interface PersonPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function PersonPage({ params, searchParams }: PersonPageProps) {
  const reader = await requireUser("users.manage");
  const { id } = await params;
  const person = /^[\w-]{1,100}$/.test(id) ? await people().findPerson(id) : undefined;
  if (!person) nothingAtAddress();
  const [sessions, notice, isProved] = await Promise.all([
    people().sessionsOf(id),
    noticeOf(await searchParams),
    hasFreshProof(),
  ]);
  const isReader = reader.id === id;
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: PEOPLE, href: "/settings/people" }, { label: person.name }]} />
        }
        title={person.name}
        sentence={<span className="wrap-anywhere">{person.email}</span>}
        badge={<PersonState isDisabled={person.disabledAt !== null} />}
      />
      <NoticeBanner notice={notice} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-6">
          <Card>
            <Facts person={person} />
          </Card>
          <Card title={SESSIONS_TITLE} flush>
            {sessions.length > 0 ? (
              <>
                <SessionList sessions={sessions} />
                {!isReader && isProved && (
                  <div className="border-t border-border p-4 sm:px-5">
                    <PersonForm
                      action={endSessionsOfPerson}
                      personId={id}
                      why={END_ALL_WHY}
                      button={END_ALL}
                    />
                  </div>
                )}
              </>
            ) : (
              <p className="px-4 pb-4 text-muted sm:px-5">{NO_SESSIONS}</p>
            )}
          </Card>
        </div>
        {isReader ? (
          <Banner tone="disconnected" title={THIS_IS_YOU}>
            <p className="mb-3">{NOT_ONESELF}</p>
            <ButtonLink href="/profile">{MY_PROFILE}</ButtonLink>
          </Banner>
        ) : isProved ? (
          <PersonChanges person={person} />
        ) : (
          <Banner tone="disconnected" title={CONFIRM_FIRST}>
            <p className="mb-3">{CONFIRM_FIRST_WHY}</p>
            <ButtonLink href={confirmPath(`/settings/people/${id}`)}>{CONFIRM}</ButtonLink>
          </Banner>
        )}
      </div>
    </>
  );
}

function Facts({ person }: { person: PersonView }) {
  const { id, role, hasSecondFactor, lastSeenAt, createdAt, disabledAt } = person;
  return (
    <DescriptionList
      facts={[
        { term: ROLE_TITLE, description: ROLE_WORDS[role] },
        { term: SIGNS_IN_WITH, description: signsInWith(person) },
        { term: FACTOR_TITLE, description: hasSecondFactor ? SECOND_FACTOR_ON : SECOND_FACTOR_OFF },
        { term: LAST_SEEN, description: lastSeenAt ? <RelativeTime at={lastSeenAt} /> : NEVER },
        { term: "Added", description: <Time at={createdAt} /> },
        ...(disabledAt
          ? [{ term: "Access", description: <Sentence parts={disabledSince(<Time at={disabledAt} />)} /> }]
          : []),
        {
          term: "Audit log",
          description: (
            <Link
              href={auditHref({ filter: { span: "all", actor: id } })}
              prefetch={false}
              className="inline-block min-h-6 underline underline-offset-2"
            >
              {WHAT_THEY_DID}
            </Link>
          ),
        },
      ]}
    />
  );
}

export default page(PersonPage, { notFound: <NoPerson /> });

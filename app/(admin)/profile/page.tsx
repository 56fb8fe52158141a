import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser, sessionIdHere } from "@/lib/door";
import { people } from "@/lib/people";
import { SessionList } from "../_components/session-list";
import { page } from "../_page/drawn-page";
import { EndSessionForm } from "./_components/end-session-form";
import { NameForm } from "./_components/name-form";
import { PasswordForm } from "./_components/password-form";
import { MY_SESSIONS, MY_SESSIONS_WHY, PASSWORD, PROFILE, YOUR_NAME } from "./words";

export const metadata: Metadata = { title: PROFILE };

interface ProfilePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What is a person's own: their name, password and sessions. */
async function ProfilePage({ searchParams }: ProfilePageProps) {
  const { id, name, email } = await requireUser("account.manage");
  const [person, sessions, hereId, notice] = await Promise.all([
    people().findPerson(id),
    people().sessionsOf(id),
    sessionIdHere(),
    noticeOf(await searchParams),
  ]);
  return (
    <>
      <PageHeader title={PROFILE} sentence={<span className="wrap-anywhere">{email}</span>} />
      <NoticeBanner notice={notice} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={YOUR_NAME}>
          <NameForm key={name} name={name} />
        </Card>
        {person?.hasPassword && (
          <Card title={PASSWORD}>
            <PasswordForm email={email} />
          </Card>
        )}
      </div>
      <Card
        className="mt-6"
        title={MY_SESSIONS}
        sentence={MY_SESSIONS_WHY}
        actions={sessions.length > 1 && <EndSessionForm />}
        flush
      >
        <SessionList
          sessions={sessions}
          hereId={hereId}
          actionsOf={(session) => session.id !== hereId && <EndSessionForm session={session} />}
        />
      </Card>
    </>
  );
}

export default page(ProfilePage);

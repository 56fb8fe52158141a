import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { readPlace, writePlace } from "@/app/_paging/audit-place";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { SubmitButton } from "@/components/ui/submit-button";
import { alerts, MOST_COUNTED } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { page } from "../_page/drawn-page";
import { NotificationList } from "./_components/notification-list";
import { markAllRead } from "./actions";
import { MARK_ALL_READ, NONE_HERE, NONE_HERE_MORE, NONE_YET, NONE_YET_MORE } from "./words";

export const metadata: Metadata = { title: "Notifications" };

interface NotificationsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What began and what is over, for what this person may see. */
async function NotificationsPage({ searchParams }: NotificationsPageProps) {
  const { id: userId, role } = await requireUser("overview.read");
  const given = await searchParams;
  const after = readPlace([given.after].flat()[0]);
  const [{ notifications, newestMs, older }, unread, notice] = await Promise.all([
    alerts().listNotifications({ userId, role }, after),
    alerts().countUnread({ userId, role }),
    noticeOf(given),
  ]);
  return (
    <>
      <PageHeader
        title="Notifications"
        sentence={unreadWords(unread)}
        actions={
          <>
            {unread > 0 && newestMs !== null && (
              <form action={markAllRead}>
                <input type="hidden" name="upToMs" value={newestMs} />
                <SubmitButton variant="secondary">{MARK_ALL_READ}</SubmitButton>
              </form>
            )}
            <ButtonLink href="/profile/notifications">My mail</ButtonLink>
          </>
        }
        inline
      />
      <NoticeBanner notice={notice} />
      <Card flush>
        {notifications.length > 0 ? (
          <NotificationList notifications={notifications} />
        ) : after ? (
          <EmptyState title={NONE_HERE} action={<ButtonLink href="/notifications">Newest</ButtonLink>}>
            {NONE_HERE_MORE}
          </EmptyState>
        ) : (
          <EmptyState title={NONE_YET}>{NONE_YET_MORE}</EmptyState>
        )}
      </Card>
      {(older || after) && (
        <div className="mt-4">
          <PaginationLinks
            newerLabel="Newest"
            newerHref={after ? "/notifications" : undefined}
            olderHref={older ? `/notifications?after=${writePlace(older)}` : undefined}
          />
        </div>
      )}
    </>
  );
}

function unreadWords(count: number): string {
  if (count === 0) return "All read.";
  return `${count >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : count} unread.`;
}

export default page(NotificationsPage);

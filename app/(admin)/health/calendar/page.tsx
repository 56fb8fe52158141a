import type { Metadata } from "next";
import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { can, requireUser } from "@/lib/door";
import {
  type CalendarDay,
  calendarSpans,
  daysUntil,
  health,
  inDays,
  RENEWED_WITHIN_DAYS,
} from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { shownText } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { PrintHeader } from "../../_components/print-header";
import { page } from "../../_page/drawn-page";
import {
  CHOOSE_SPAN,
  DEADLINES_TITLE,
  deadlinesNote,
  deadlinesSentence,
  finalDate,
  idleLimit,
  moreOnThisDay,
  NO_DEADLINE_MORE,
  noDeadline,
  spanCantBeShown,
  spansThatCan,
} from "../words";
import { AccessEnds } from "./_components/access-ends";
import { SpanChips } from "./_components/span-chips";

export const metadata: Metadata = { title: DEADLINES_TITLE };

const CRUMBS = <Breadcrumb items={[{ label: "Health", href: "/health" }, { label: "Deadlines" }]} />;

interface CalendarPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function CalendarPage({ searchParams }: CalendarPageProps) {
  const user = await requireUser("health.read");
  const asked = [(await searchParams).days].flat().filter(Boolean).join(", ");
  const days = asked === "" ? calendarSpans[0] : calendarSpans.find((span) => String(span) === asked);
  if (days === undefined) return <NoSuchSpan asked={asked} />;
  const calendar = await health().reconnectCalendar(days);
  const nowMs = serverNowMs();
  return (
    <>
      <PrintHeader />
      <PageHeader breadcrumb={CRUMBS} title={DEADLINES_TITLE} sentence={deadlinesSentence(calendar, days)} />
      <SpanChips chosen={days} />
      {calendar.days.length > 0 ? (
        <ol className="flex flex-col gap-4">
          {calendar.days.map((day) => (
            <li key={day.startMs}>
              <DayCard day={day} nowMs={nowMs} />
            </li>
          ))}
        </ol>
      ) : (
        <Card>
          <EmptyState title={noDeadline(days)}>{NO_DEADLINE_MORE}</EmptyState>
        </Card>
      )}
      <AccessEnds linked={can(user.role, "connections.read")} />
      <p className="mt-4 max-w-[90ch] text-sm text-muted">{deadlinesNote(RENEWED_WITHIN_DAYS)}</p>
    </>
  );
}

/** Other days would pass for those that were asked for. */
function NoSuchSpan({ asked }: { asked: string }) {
  return (
    <>
      <PageHeader breadcrumb={CRUMBS} title={DEADLINES_TITLE} sentence={CHOOSE_SPAN} />
      <SpanChips />
      <Banner tone="expiring" title={spanCantBeShown(shownText(asked, 40))}>
        {spansThatCan(calendarSpans)}
      </Banner>
    </>
  );
}

function DayCard({ day: { startMs, count, entries }, nowMs }: { day: CalendarDay; nowMs: number }) {
  const words = inDays(daysUntil(startMs, nowMs));
  return (
    <Card
      title={<Time at={startMs} dateOnly utc />}
      sentence={words.charAt(0).toUpperCase() + words.slice(1)}
      flush
    >
      <ul className="divide-y divide-border border-t border-border">
        {entries.map(
          ({
            connectionId,
            companyId,
            connectionType,
            companyName,
            providerName,
            tenantName,
            renewedAt,
            at,
            kind,
          }) => (
            <li key={connectionId} className="flex flex-wrap gap-x-6 gap-y-0.5 px-4 py-2.5 sm:px-5">
              <p className="min-w-0 flex-1 basis-64">
                <Link
                  href={companyPath(companyId, { provider: connectionType })}
                  prefetch={false}
                  data-list-link
                  className="inline-block min-h-6 rounded-sm font-medium hover:underline"
                >
                  {companyName}
                </Link>{" "}
                <span className="text-muted">
                  {providerName}, {tenantName}
                </span>
              </p>
              <p className="min-w-0 flex-1 basis-64 text-muted">
                <Sentence
                  parts={
                    kind === "hard"
                      ? finalDate(<Time at={at} className="text-text" />)
                      : idleLimit(<Time at={at} className="text-text" />, <Time at={renewedAt} dateOnly />)
                  }
                />
              </p>
            </li>
          ),
        )}
        {count > entries.length && (
          <li className="px-4 py-2.5 text-muted sm:px-5">{moreOnThisDay(count - entries.length)}</li>
        )}
      </ul>
    </Card>
  );
}

export default page(CalendarPage);

import type { Metadata } from "next";
import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import {
  type Calendar,
  type CalendarDay,
  type CalendarSpan,
  calendarSpans,
  daysUntil,
  health,
  inDays,
  RENEWED_WITHIN_DAYS,
} from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { shownText } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { plural } from "@/lib/text/plural";
import { PrintHeader } from "../../_components/print-header";
import { SpanChips } from "./_components/span-chips";

export const metadata: Metadata = { title: "Reconnect deadlines" };

const CRUMBS = <Breadcrumb items={[{ label: "Health", href: "/health" }, { label: "Deadlines" }]} />;

interface CalendarPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CalendarPage({ searchParams }: CalendarPageProps) {
  await requireUser("health.read");
  const asked = [(await searchParams).days].flat().filter(Boolean).join(", ");
  const days = asked === "" ? calendarSpans[0] : calendarSpans.find((span) => String(span) === asked);
  if (days === undefined) return <NoSuchSpan asked={asked} />;
  const calendar = await health().reconnectCalendar(days);
  const nowMs = serverNowMs();
  return (
    <>
      <PrintHeader />
      <PageHeader breadcrumb={CRUMBS} title="Reconnect deadlines" sentence={sentenceOf(calendar, days)} />
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
          <EmptyState title={`Nothing ends in the next ${days} days`}>
            No connection needs a new consent before then.
          </EmptyState>
        </Card>
      )}
      <p className="mt-4 max-w-[90ch] text-sm text-muted">
        Listed is only what ends if nobody acts: final dates, which no use moves (five years after consent at
        QuickBooks), and idle limits (100 days at QuickBooks, 60 at Xero) of connections that were not renewed
        for {RENEWED_WITHIN_DAYS} days. A connection that is renewed daily moves its idle limit on with each
        renewal and never reaches it.
      </p>
    </>
  );
}

/** Other days would pass for those that were asked for. */
function NoSuchSpan({ asked }: { asked: string }) {
  return (
    <>
      <PageHeader
        breadcrumb={CRUMBS}
        title="Reconnect deadlines"
        sentence="No deadline is shown until a span is chosen."
      />
      <SpanChips />
      <Banner tone="expiring" title={`“${shownText(asked, 40)}” days can't be shown`}>
        The spans are {calendarSpans.join(" and ")} days.
      </Banner>
    </>
  );
}

function sentenceOf({ total, renewed }: Calendar, days: CalendarSpan): string {
  const ends =
    total === 0
      ? `No connection ends in the next ${days} days.`
      : `${plural(total, "connection ends", "connections end")} in the next ${days} days unless somebody acts.`;
  const rest =
    renewed === 0
      ? ""
      : ` ${renewed} more ${renewed === 1 ? "is" : "are"} renewed by ${renewed === 1 ? "itself" : "themselves"} and ${renewed === 1 ? "is" : "are"} not listed.`;
  return `${ends}${rest}`;
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
                <Time at={at} className="text-text" />
                {kind === "hard" ? (
                  ": the final date; only a new consent helps."
                ) : (
                  <>
                    : unless it is used. Last renewed <Time at={renewedAt} dateOnly />.
                  </>
                )}
              </p>
            </li>
          ),
        )}
        {count > entries.length && (
          <li className="px-4 py-2.5 text-muted sm:px-5">and {count - entries.length} more on this day</li>
        )}
      </ul>
    </Card>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Banner } from "@/components/ui/banner";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { requireUser } from "@/lib/door";
import { type HealthPage, health, recentMonths } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../_components/incident-banner";
import { PrintHeader } from "../_components/print-header";
import { companyCounts } from "../status-counts";
import { trustSentence } from "../verdict-sentence";
import { HealthTable } from "./_components/health-table";
import { IncidentsLink } from "./_components/incidents-link";
import { OnDate } from "./_components/on-date";
import { Questions } from "./_components/questions";
import { healthRowOf } from "./health-list-row";
import { type HealthParams, healthHref, readHealthParams, type UnusableDay } from "./search-params";

export const metadata: Metadata = { title: "Health" };

const MONTHS_OFFERED = 15;

interface HealthPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HealthScreen({ searchParams }: HealthPageProps) {
  await requireUser("health.read");
  const nowMs = serverNowMs();
  const params = readHealthParams(await searchParams, nowMs);
  const months = recentMonths(nowMs, MONTHS_OFFERED);
  const questions = (
    <Questions nowMs={nowMs} onMs={params.onMs} months={months} ending={await health().countEnding(30)} />
  );
  if (params.onMs !== undefined) {
    return <OnDate onMs={params.onMs} cursor={params.cursor} nowMs={nowMs} questions={questions} />;
  }
  if (params.unusable) {
    return (
      <>
        <PrintHeader />
        <PageHeader
          title="Health"
          sentence="No day is shown until one is chosen."
          actions={<IncidentsLink />}
        />
        <Unusable day={params.unusable} />
        {questions}
      </>
    );
  }
  const [page, counts, incidents] = await Promise.all([
    health().listHealth({ sort: "status", direction: "asc", cursor: params.cursor }),
    companyCounts(),
    health().currentIncidents(),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page.rows.length === 0 && params.cursor) redirect(healthHref());
  return (
    <>
      <PrintHeader />
      <PageHeader
        title="Health"
        sentence={`${trustSentence(counts)} ${nextStepOf(page, params)}`}
        actions={<IncidentsLink />}
      />
      <IncidentBanners incidents={incidents} />
      {questions}
      <HealthTable
        rows={page.rows.map((health) => healthRowOf(health, nowMs))}
        empty={
          <EmptyState title="No company is connected yet">
            As soon as one is, its days, deadlines and interruptions are told here.
          </EmptyState>
        }
        footer={<Footer page={page} />}
      />
    </>
  );
}

/** Describes the worst connection there is, which the first page begins with. */
function nextStepOf({ rows: [worst] }: HealthPage, { cursor }: HealthParams): string {
  if (!worst || cursor) return "";
  const { companyName, verdict } = worst;
  if (!verdict.nextStep || verdict.status === "disconnected") return "Nobody has to do anything.";
  return `Next step, for ${companyName}: ${verdict.nextStep}`;
}

function Footer({ page: { rows, next, previous } }: { page: HealthPage }) {
  return (
    <>
      <p className="max-w-[90ch] text-xs text-muted">
        Days and times are in UTC. “Last read” is the newest of the provider's last good answer, to a check, a
        refresh or a consent, and the last token handed out, which is known to the hour.
      </p>
      {(next || previous) && (
        <div className="mt-2 print:hidden">
          <PaginationLinks
            newerHref={previous ? healthHref(undefined, { before: previous }) : undefined}
            olderHref={next ? healthHref(undefined, { after: next }) : undefined}
            newerLabel="Previous"
            olderLabel="Next"
            summary={`${rows.length} on this page`}
          />
        </div>
      )}
    </>
  );
}

const UNUSABLE: Record<UnusableDay["why"], string> = {
  "to come": "That day is still to come.",
  "too early": "Nothing is on record from before 2000.",
  "no day": "A day is written as 2026-03-31.",
};

function Unusable({ day: { text, why } }: { day: UnusableDay }) {
  return (
    <Banner tone="expiring" title={`“${text}” can't be shown`} className="mb-6">
      {UNUSABLE[why]}{" "}
      <Link href={healthHref()} prefetch={false} className="underline underline-offset-2">
        See how things are now
      </Link>
      .
    </Banner>
  );
}

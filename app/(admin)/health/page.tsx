import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Banner } from "@/components/ui/banner";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { requireUser } from "@/lib/access";
import { countEnding, currentIncidents, type HealthPage, listHealth, recentMonths } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../_components/incident-banner";
import { companyCounts } from "../status-counts";
import { trustSentence } from "../verdict-sentence";
import { HealthTable } from "./_components/health-table";
import { OnDate } from "./_components/on-date";
import { Questions } from "./_components/questions";
import { healthRowOf } from "./health-list-row";
import { type HealthParams, healthHref, readHealthParams } from "./search-params";

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
  if (params.onMs !== undefined) {
    const questions = (
      <Questions nowMs={nowMs} onMs={params.onMs} months={months} ending={await countEnding(30)} />
    );
    return <OnDate onMs={params.onMs} cursor={params.cursor} nowMs={nowMs} questions={questions} />;
  }
  if (params.unusable) {
    return (
      <>
        <PageHeader title="Health" sentence="No day is shown until one is chosen." />
        <Unusable day={params.unusable} isToCome={params.isToCome} />
        <Questions nowMs={nowMs} months={months} ending={await countEnding(30)} />
      </>
    );
  }
  const [page, counts, ending, incidents] = await Promise.all([
    listHealth({ sort: "status", direction: "asc", cursor: params.cursor }),
    companyCounts(),
    countEnding(30),
    currentIncidents(),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page.rows.length === 0 && params.cursor) redirect(healthHref());
  return (
    <>
      <PageHeader title="Health" sentence={`${trustSentence(counts)} ${nextStepOf(page, params)}`} />
      <IncidentBanners incidents={incidents} />
      <Questions nowMs={nowMs} months={months} ending={ending} />
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

/** Of the worst connection there is, which the first page begins with. */
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

/** Another day would pass for the one that was asked for. */
function Unusable({ day, isToCome }: { day: string; isToCome: boolean | undefined }) {
  return (
    <Banner
      tone="expiring"
      title={isToCome ? `“${day}” is in the future` : `“${day}” is no day`}
      className="mb-6"
    >
      A day is written as 2026-03-31 and has begun in UTC.{" "}
      <Link href={healthHref()} prefetch={false} className="underline underline-offset-2">
        See how things are now
      </Link>
      .
    </Banner>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { UTC, zoneWords } from "@/components/ui/time-format";
import { requireUser } from "@/lib/door";
import { type HealthPage, health, recentMonths, windowOfDays } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../_components/incident-banner";
import { PrintHeader } from "../_components/print-header";
import { DisplayMenu } from "../_lists/display-menu";
import { hiddenColumns } from "../_lists/hidden-columns";
import { ListFilter } from "../_lists/list-filter";
import { ListFooter } from "../_lists/list-footer";
import { isNarrowed, isWorstFirst, type ListParams } from "../_lists/list-params";
import { ListTools, ordersOf } from "../_lists/list-tools";
import { Chip, StatusChips } from "../_lists/status-chips";
import { page } from "../_page/drawn-page";
import { queryOf } from "../_views/list-views";
import { ViewsMenu } from "../_views/views-menu";
import { shownZone } from "../shown-zone";
import { companyCounts, statusCounts } from "../status-counts";
import { trustSentence } from "../verdict-sentence";
import { HealthTable } from "./_components/health-table";
import { IncidentsLink } from "./_components/incidents-link";
import { OnDate } from "./_components/on-date";
import { Questions } from "./_components/questions";
import { healthRowOf } from "./health-list-row";
import {
  healthHref,
  healthListHref,
  readHealthList,
  readHealthParams,
  type UnusableDay,
} from "./search-params";
import {
  ALL_IN_UTC,
  CHOOSE_DAY,
  cantBeShown,
  daysInUtc,
  HEALTH_LEGEND,
  HOW_THINGS_ARE,
  NO_MATCH,
  NO_MATCH_MORE,
  NONE_CONNECTED,
  NONE_CONNECTED_MORE,
  NOTHING_TO_DO,
  nextStepFor,
  ONLY_TROUBLE_TITLE,
  seeNow,
  UNUSABLE_DAY,
  WITHOUT_FILTER,
  WRONG_FILTER,
} from "./words";

export const metadata: Metadata = { title: "Health" };

const MONTHS_OFFERED = 15;

interface HealthPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function HealthScreen({ searchParams }: HealthPageProps) {
  await requireUser("health.read");
  const nowMs = serverNowMs();
  const given = await searchParams;
  const params = readHealthParams(given, nowMs);
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
        <PageHeader title="Health" sentence={CHOOSE_DAY} actions={<IncidentsLink />} />
        <Unusable day={params.unusable} />
        {questions}
      </>
    );
  }
  const notice = <NoticeBanner notice={await noticeOf(given)} />;
  return <Now params={readHealthList(given)} nowMs={nowMs} notice={notice} questions={questions} />;
}

/** How things are now, worst first unless asked otherwise. */
async function Now({
  params,
  nowMs,
  notice,
  questions,
}: {
  params: ListParams;
  nowMs: number;
  notice: ReactNode;
  questions: ReactNode;
}) {
  const timeZone = await shownZone();
  const since = params.trouble && new Date(windowOfDays(nowMs).fromMs);
  const [page, companies, stale, statuses, incidents] = await Promise.all([
    params.problems.length > 0 ? undefined : health().listHealth({ ...params, troubledSince: since }),
    companyCounts(),
    health().countStale(),
    statusCounts(),
    health().currentIncidents(),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page?.rows.length === 0 && params.cursor) redirect(healthListHref(params));
  return (
    <>
      <PrintHeader />
      <PageHeader
        title="Health"
        badge={
          <ViewsMenu
            list="health"
            query={queryOf(healthListHref({ ...params, view: undefined }))}
            understood={params.problems.length === 0}
            viewId={params.view}
          />
        }
        sentence={[trustSentence(companies, stale), page && nextStepOf(page, params)]
          .filter(Boolean)
          .join(" ")}
        actions={
          <>
            <DisplayMenu list="health" />
            <IncidentsLink />
          </>
        }
        inline
      />
      {notice}
      <IncidentBanners incidents={incidents} />
      {questions}
      <Tools params={params} counts={page?.counts ?? statuses} />
      <HealthTable
        hidden={await hiddenColumns("health")}
        rows={page?.rows.map((health) => healthRowOf(health, { nowMs, timeZone })) ?? []}
        sort={{ columnId: params.sort, direction: params.direction }}
        href={healthListHref(params)}
        empty={<Empty params={params} />}
        footer={page && <Footer page={page} params={params} />}
      />
    </>
  );
}

function Tools({ params, counts }: { params: ListParams; counts: HealthPage["counts"] }) {
  const onlyTrouble = healthListHref({ ...params, trouble: params.trouble ? undefined : "90d" });
  return (
    <ListTools
      chips={
        <StatusChips
          counts={counts}
          chosen={params.status}
          hrefOf={(status) => healthListHref({ ...params, status })}
        />
      }
      form={
        <ListFilter
          action="/health"
          label="Filter health"
          params={params}
          hrefOf={healthListHref}
          instead={
            <Chip href={onlyTrouble} chosen={Boolean(params.trouble)} title={ONLY_TROUBLE_TITLE}>
              Only trouble
            </Chip>
          }
        />
      }
      narrowed={isNarrowed(params)}
      orders={ordersOf(params, (order) => healthListHref({ ...params, ...order }))}
    />
  );
}

function Empty({ params }: { params: ListParams }) {
  if (params.problems.length > 0) {
    return (
      <EmptyState
        title={WRONG_FILTER}
        action={<ButtonLink href={healthListHref(params)}>{WITHOUT_FILTER}</ButtonLink>}
      >
        {params.problems.join(" ")}
      </EmptyState>
    );
  }
  if (isNarrowed(params) || params.status) {
    return (
      <EmptyState title={NO_MATCH} action={<ButtonLink href={healthListHref({})}>Clear filters</ButtonLink>}>
        {NO_MATCH_MORE}
      </EmptyState>
    );
  }
  return <EmptyState title={NONE_CONNECTED}>{NONE_CONNECTED_MORE}</EmptyState>;
}

/** Describes the worst connection there is, which the first page begins with. */
function nextStepOf({ rows: [worst] }: HealthPage, params: ListParams): string {
  if (!worst || params.cursor || params.status || isNarrowed(params) || !isWorstFirst(params)) return "";
  const { companyName, verdict } = worst;
  if (!verdict.nextStep || verdict.status === "disconnected") return NOTHING_TO_DO;
  return nextStepFor(companyName, verdict.nextStep);
}

async function Footer({ page, params }: { page: HealthPage; params: ListParams }) {
  return (
    <>
      <ListFooter page={page} params={params} hrefOf={healthListHref} />
      <p className="mt-2 max-w-[90ch] text-xs text-muted print:mt-0">
        {await zoneSentence()} {HEALTH_LEGEND}
      </p>
    </>
  );
}

async function zoneSentence(): Promise<string> {
  const zone = await shownZone();
  return zone === UTC ? ALL_IN_UTC : daysInUtc(zoneWords(zone));
}

function Unusable({ day: { text, why } }: { day: UnusableDay }) {
  return (
    <Banner tone="expiring" title={cantBeShown(text)} className="mb-6">
      <Sentence
        parts={seeNow(
          UNUSABLE_DAY[why],
          <Link href={healthHref()} prefetch={false} className="underline underline-offset-2">
            {HOW_THINGS_ARE}
          </Link>,
        )}
      />
    </Banner>
  );
}

export default page(HealthScreen);

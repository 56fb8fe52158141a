import CircleCheck from "lucide-react/icons/circle-check";
import type { Metadata } from "next";
import Link from "next/link";
import { resumedConnection } from "@/app/_consent/resume";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { can, requireUser } from "@/lib/door";
import { health } from "@/lib/health";
import { Ahead } from "./_components/ahead";
import { Figures } from "./_components/figures";
import { FirstStep } from "./_components/first-step";
import { IncidentBanners } from "./_components/incident-banner";
import { NeedsYou } from "./_components/needs-you";
import { StatusTiles } from "./_components/status-tiles";
import { page } from "./_page/drawn-page";
import { ResumedReconnect } from "./connections/_components/resumed-reconnect";
import { listHref } from "./connections/search-params";
import { loadFigures } from "./load-figures";
import { companyCounts, statusCounts } from "./status-counts";
import { verdictSentence } from "./verdict-sentence";
import {
  DATA_STOPPED,
  DATA_STOPPED_FOR_OTHERS,
  DATA_STOPPED_SNOOZED,
  expiringIn30Days,
  NOTHING_TO_RECONNECT,
  quietWords,
} from "./words";

export const metadata: Metadata = { title: "Overview" };

const SHOWN = 10;

/** Those that need reconnecting, and are snoozed or not. */
const worstFirst = (snoozed: boolean) =>
  health().listConnections({
    status: "needs_reconnecting",
    snoozed,
    sort: "status",
    direction: "asc",
    size: SHOWN,
  });

interface OverviewPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function OverviewPage({ searchParams }: OverviewPageProps) {
  const user = await requireUser("overview.read");
  const mayRead = can(user.role, "connections.read");
  const [counts, companies, ending, worst, snoozed, incidents, figures] = await Promise.all([
    statusCounts(),
    companyCounts(),
    health().countEnding(30),
    worstFirst(false),
    worstFirst(true),
    health().currentIncidents(),
    loadFigures(),
  ]);
  if (Object.values(counts).every((count) => count === 0)) {
    return <FirstStep mayConnect={can(user.role, "connections.connect")} />;
  }
  const mayReconnect = can(user.role, "connections.reconnect");
  const may = {
    mayReconnect,
    maySend: can(user.role, "links.send"),
    mayNote: can(user.role, "problems.note"),
  };
  const notice = await noticeOf(await searchParams);
  return (
    <>
      <PageHeader
        title="Overview"
        sentence={verdictSentence(companies, "company")}
        actions={<ButtonLink href="/health/calendar?days=30">{expiringIn30Days(ending)}</ButtonLink>}
      />
      <NoticeBanner notice={notice} />
      {mayReconnect && <ResumedReconnect connectionId={resumedConnection(await searchParams)} />}
      <IncidentBanners incidents={incidents} />
      <StatusTiles
        counts={counts}
        days={figures.days}
        hrefOf={mayRead ? (status) => listHref({ status }) : undefined}
      />
      {worst.rows.length > 0 ? (
        <Card
          title={mayReconnect ? "Action needed" : "Needs reconnecting"}
          sentence={mayReconnect ? DATA_STOPPED : DATA_STOPPED_FOR_OTHERS}
          flush
          className="mt-6"
          actions={
            mayRead &&
            counts.needs_reconnecting > SHOWN && (
              <Link
                href={listHref({ status: "needs_reconnecting" })}
                prefetch={false}
                className="py-1 underline underline-offset-2"
              >
                All {counts.needs_reconnecting}
              </Link>
            )
          }
        >
          <NeedsYou connections={worst.rows.slice(0, SHOWN)} {...may} />
        </Card>
      ) : (
        snoozed.rows.length === 0 && (
          <Card flush className="mt-6">
            <EmptyState title={NOTHING_TO_RECONNECT} icon={<CircleCheck strokeWidth={1.5} />}>
              {quietWords(counts)}
            </EmptyState>
          </Card>
        )
      )}
      {snoozed.rows.length > 0 && (
        <Card title="Snoozed" sentence={DATA_STOPPED_SNOOZED} flush className="mt-6">
          <NeedsYou connections={snoozed.rows.slice(0, SHOWN)} {...may} />
        </Card>
      )}
      {mayRead && <Ahead />}
      <Figures counts={counts} figures={figures} mayReadAudit={can(user.role, "audit.read")} />
    </>
  );
}

export default page(OverviewPage);

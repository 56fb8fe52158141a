import type { Metadata } from "next";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { can, requireUser } from "@/lib/access";
import { countEnding, currentIncidents, listConnections } from "@/lib/health";
import { IncidentBanners } from "./_components/incident-banner";
import { NeedsYou } from "./_components/needs-you";
import { StatusTiles } from "./_components/status-tiles";
import { listHref } from "./connections/search-params";
import { companyCounts, statusCounts } from "./status-counts";
import { verdictSentence } from "./verdict-sentence";

export const metadata: Metadata = { title: "Overview" };

const SHOWN = 10;

export default async function OverviewPage() {
  const user = await requireUser("overview.read");
  const mayRead = can(user.role, "connections.read");
  const [counts, companies, ending, worst, incidents] = await Promise.all([
    statusCounts(),
    companyCounts(),
    countEnding(30),
    listConnections({ status: "needs_reconnecting", sort: "status", direction: "asc" }),
    currentIncidents(),
  ]);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <PageHeader
        title="Overview"
        sentence={verdictSentence(companies, "company")}
        actions={<ButtonLink href="/health/calendar?days=30">Expiring in 30 days: {ending}</ButtonLink>}
      />
      <IncidentBanners incidents={incidents} />
      <StatusTiles counts={counts} hrefOf={mayRead ? (status) => listHref({ status }) : undefined} />
      <Card
        title="Needs you"
        sentence="These companies' data has stopped until somebody there acts."
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
        {worst.rows.length > 0 ? (
          <NeedsYou
            connections={worst.rows.slice(0, SHOWN)}
            mayRead={mayRead}
            mayReconnect={can(user.role, "connections.reconnect")}
          />
        ) : (
          <EmptyState
            className="border-t border-border"
            title={total === 0 ? "No company is connected yet" : "Nobody needs you"}
          >
            {total === 0
              ? "An admin connects companies to QuickBooks or Xero."
              : "No connection waits for a new consent."}
          </EmptyState>
        )}
      </Card>
    </>
  );
}

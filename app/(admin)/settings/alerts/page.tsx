import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { alerts } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { page } from "../../_page/drawn-page";
import {
  ALERTS_AND_EVENTS,
  ALERTS_SENTENCE,
  NO_ALERT,
  NO_ALERT_MORE,
  NO_ALERTS_HERE,
  PAST_THE_END,
} from "../words";
import { AlertList } from "./_components/alert-list";
import { alertsHref, readAlertsCursor } from "./search-params";

export const metadata: Metadata = { title: "Alerts" };

interface AlertsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function AlertsPage({ searchParams }: AlertsPageProps) {
  await requireUser("settings.read");
  const cursor = readAlertsCursor(await searchParams);
  const { alerts: shown, older, newer } = await alerts().listAlerts(cursor);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: ALERTS_AND_EVENTS, href: "/settings" }, { label: "Alerts" }]} />
        }
        title="Alerts"
        sentence={ALERTS_SENTENCE}
      />
      <Card flush>
        {shown.length > 0 ? (
          <AlertList alerts={shown} />
        ) : cursor ? (
          <EmptyState title={NO_ALERTS_HERE} action={<ButtonLink href="/settings/alerts">Newest</ButtonLink>}>
            {PAST_THE_END}
          </EmptyState>
        ) : (
          <EmptyState title={NO_ALERT}>{NO_ALERT_MORE}</EmptyState>
        )}
      </Card>
      {(older || newer) && (
        <div className="mt-4">
          <PaginationLinks
            newerHref={newer ? alertsHref(newer, "newer") : undefined}
            olderHref={older ? alertsHref(older, "older") : undefined}
          />
        </div>
      )}
    </>
  );
}

export default page(AlertsPage);

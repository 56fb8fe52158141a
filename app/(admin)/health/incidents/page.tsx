import clsx from "clsx";
import type { Metadata } from "next";
import Link from "next/link";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { TONE_ICON } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import { health, type Incident } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../../_components/incident-banner";
import { PrintHeader } from "../../_components/print-header";
import { page } from "../../_page/drawn-page";
import {
  companiesRecovered,
  INCIDENTS_LABEL,
  INCIDENTS_SENTENCE,
  NO_EARLIER_INCIDENT,
  NO_EARLIER_INCIDENT_MORE,
  NO_INCIDENT,
  NO_INCIDENT_MORE,
} from "../words";
import { durationWords, incidentTitle } from "./incident-words";
import { afterOf, incidentHref, incidentsHref } from "./search-params";

export const metadata: Metadata = { title: "Provider incidents" };

interface IncidentsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function IncidentsPage({ searchParams }: IncidentsPageProps) {
  await requireUser("health.read");
  const after = afterOf(await searchParams);
  const [current, { incidents, next }] = await Promise.all([
    health().currentIncidents(),
    health().listIncidents(after),
  ]);
  const nowMs = serverNowMs();
  return (
    <>
      <PrintHeader />
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Health", href: "/health" }, { label: "Incidents" }]} />}
        title="Provider incidents"
        sentence={INCIDENTS_SENTENCE}
      />
      <IncidentBanners incidents={current} />
      <Card flush>
        {incidents.length > 0 ? (
          <ul aria-label={INCIDENTS_LABEL} className="divide-y divide-border">
            {incidents.map((incident) => (
              <IncidentLine key={incident.id} incident={incident} nowMs={nowMs} />
            ))}
          </ul>
        ) : (
          <EmptyState title={after ? NO_EARLIER_INCIDENT : NO_INCIDENT}>
            {after ? NO_EARLIER_INCIDENT_MORE : NO_INCIDENT_MORE}
          </EmptyState>
        )}
      </Card>
      {(after || next) && (
        <div className="mt-4">
          <PaginationLinks
            newerHref={after ? incidentsHref() : undefined}
            olderHref={next ? incidentsHref(next) : undefined}
            newerLabel="Newest"
          />
        </div>
      )}
    </>
  );
}

function IncidentLine({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const { id, startedAt, endedAt, companies, recovered, message, owner } = incident;
  const Icon = endedAt ? TONE_ICON.working : owner === "us" ? TONE_ICON.reconnect : TONE_ICON.provider;
  return (
    <li className="flex gap-3 px-4 py-3 sm:px-5">
      <Icon
        aria-hidden
        className={clsx(
          "mt-0.5 size-4 shrink-0",
          endedAt ? "text-working" : owner === "us" ? "text-reconnect" : "text-provider",
        )}
        strokeWidth={2.5}
      />
      <div className="min-w-0">
        <p>
          <Link
            href={incidentHref(id)}
            prefetch={false}
            data-list-link
            className="inline-block min-h-6 rounded-sm font-medium hover:underline"
          >
            {incidentTitle(incident)}
          </Link>{" "}
          <span className="text-muted">
            <Time at={startedAt} /> {endedAt ? "to" : "until now"} {endedAt && <Time at={endedAt} />} (
            {durationWords(incident, nowMs)})
          </span>
        </p>
        <p className="mt-0.5 text-sm text-muted">
          {message} {companiesRecovered(companies, recovered)}
        </p>
      </div>
    </li>
  );
}

export default page(IncidentsPage);

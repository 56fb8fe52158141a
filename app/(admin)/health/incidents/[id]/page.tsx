import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { can, currentUser, requireUser } from "@/lib/door";
import { health, type IncidentDetail, type TouchedCompany } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { companyPath } from "@/lib/text/company-path";
import { PrintHeader } from "../../../_components/print-header";
import { page } from "../../../_page/drawn-page";
import { nothingAtAddress } from "../../../_page/nothing-at-address";
import {
  AFFECTED_SENTENCE,
  affectedAndRecovered,
  affectedAtWords,
  endedAtWords,
  FROM_HINT,
  incidentEffect,
  NO_LONGER_CONNECTED,
  NO_MORE_COMPANIES,
  NO_REFERENCE,
  NOT_USED_SINCE,
  NOT_WORKING_YET,
  ONGOING,
  OUR_FAULT,
  recoveredAtWords,
  recoveredOf,
  referenceOf,
  shownByName,
  TO_HINT,
} from "../../words";
import { durationWords, incidentTitle, whoActs } from "../incident-words";
import { afterOf, incidentHref } from "../search-params";
import { NoIncident } from "./no-incident";

interface IncidentPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One read per request, shared by the page and its title; an unknown id is a 404. */
const loadIncident = cache(async (id: string, after: string | undefined): Promise<IncidentDetail> => {
  const incident = /^[\w-]{1,100}$/.test(id) ? await health().findIncident(id, after) : undefined;
  return incident ?? nothingAtAddress();
});

export async function generateMetadata({ params, searchParams }: IncidentPageProps): Promise<Metadata> {
  const user = await currentUser();
  if (!user || !can(user.role, "health.read")) return { title: "Incident" };
  const incident = await loadIncident((await params).id, afterOf(await searchParams)).catch(() => undefined);
  return { title: incident ? incidentTitle(incident) : "Incident" };
}

async function IncidentPage({ params, searchParams }: IncidentPageProps) {
  await requireUser("health.read");
  const after = afterOf(await searchParams);
  const incident = await loadIncident((await params).id, after);
  const { id, touched, next, endedAt } = incident;
  const title = incidentTitle(incident);
  const incidents = { label: "Incidents", href: "/health/incidents" };
  return (
    <>
      <PrintHeader />
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: "Health", href: "/health" }, incidents, { label: title }]} />
        }
        title={title}
        sentence={incident.message}
      />
      <Outcome incident={incident} />
      <Card title="What happened">
        <IncidentFacts incident={incident} nowMs={serverNowMs()} />
      </Card>
      <Card title="Affected companies" sentence={AFFECTED_SENTENCE} flush className="mt-6">
        {touched.length > 0 ? (
          <ul className="divide-y divide-border border-t border-border">
            {touched.map((company) => (
              <CompanyLine
                key={company.companyId}
                company={company}
                isOver={endedAt !== null}
                provider={incident.connectionType}
              />
            ))}
          </ul>
        ) : (
          <EmptyState className="border-t border-border" title={NO_MORE_COMPANIES} />
        )}
      </Card>
      {(after || next) && (
        <div className="mt-4">
          <PaginationLinks
            newerHref={after ? incidentHref(id) : undefined}
            olderHref={next ? incidentHref(id, next) : undefined}
            newerLabel="First page"
            olderLabel="Next"
            summary={shownByName(touched.length, incident.companies)}
          />
        </div>
      )}
    </>
  );
}

function Outcome({ incident }: { incident: IncidentDetail }) {
  const { endedAt, owner, companies, recovered } = incident;
  if (endedAt) {
    return (
      <Banner
        tone="working"
        className="mb-6"
        title={<Sentence parts={endedAtWords(<Time at={endedAt} />)} />}
      >
        {recoveredOf(recovered, companies)}
      </Banner>
    );
  }
  return (
    <Banner tone={owner === "us" ? "reconnect" : "provider"} className="mb-6" title={ONGOING}>
      {incidentEffect(companies)} {whoActs(incident)}
    </Banner>
  );
}

function IncidentFacts({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const {
    providerName,
    startedAt,
    endedAt,
    lastFailureAt,
    message,
    providerRef,
    companies,
    recovered,
    owner,
  } = incident;
  return (
    <DescriptionList
      facts={[
        { term: "Provider", description: providerName },
        { term: "From", description: <Time at={startedAt} />, hint: FROM_HINT },
        {
          term: "To",
          description: endedAt ? <Time at={endedAt} /> : ONGOING,
          hint: endedAt ? TO_HINT : undefined,
        },
        { term: endedAt ? "Lasted" : "Lasting", description: durationWords(incident, nowMs) },
        { term: "Last failure", description: <Time at={lastFailureAt} /> },
        {
          term: "Whose fault",
          description: owner === "us" ? OUR_FAULT : providerName,
        },
        {
          term: "Evidence",
          description: message,
          hint: providerRef ? referenceOf(providerName, providerRef) : NO_REFERENCE,
        },
        { term: "Companies", description: affectedAndRecovered(companies, recovered) },
      ]}
    />
  );
}

interface CompanyLineProps {
  company: TouchedCompany;
  provider: string;
  isOver: boolean;
}

function CompanyLine({ company, provider, isOver }: CompanyLineProps) {
  const { companyId, companyName, connectionId, affectedAt, recoveredAt } = company;
  return (
    <li className="flex flex-wrap items-baseline gap-x-6 gap-y-0.5 px-4 py-2.5 sm:px-5">
      <span className="min-w-0 flex-1 basis-56 font-medium">
        {connectionId ? (
          <Link
            href={companyPath(companyId, { provider })}
            prefetch={false}
            className="inline-block min-h-6 rounded-sm hover:underline"
          >
            {companyName}
          </Link>
        ) : (
          companyName
        )}
      </span>
      <span className="text-sm text-muted">
        <Sentence parts={affectedAtWords(<Time at={affectedAt} />)} />
      </span>
      <span className="text-sm text-muted">
        {recoveredAt ? (
          <Sentence parts={recoveredAtWords(<Time at={recoveredAt} />)} />
        ) : isOver ? (
          connectionId ? (
            NOT_USED_SINCE
          ) : (
            NO_LONGER_CONNECTED
          )
        ) : (
          NOT_WORKING_YET
        )}
      </span>
    </li>
  );
}

export default page(IncidentPage, { notFound: <NoIncident /> });

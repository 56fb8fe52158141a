import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { resumedConnection } from "@/app/_consent/resume";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { can, requireUser } from "@/lib/door";
import { type ConnectionPage, health } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { providerNames, providerOf } from "@/lib/token";
import { IncidentBanners } from "../_components/incident-banner";
import { statusCounts } from "../status-counts";
import { verdictSentence } from "../verdict-sentence";
import { ConnectionsTable } from "./_components/connections-table";
import { ResumedReconnect } from "./_components/resumed-reconnect";
import { StatusChips } from "./_components/status-chips";
import { UnconnectedCompanies } from "./_components/unconnected-companies";
import { listRowOf } from "./connection-list-row";
import { type ConnectionListParams, listHref, readListParams } from "./search-params";

export const metadata: Metadata = { title: "Connections" };

const NO_ROWS: ConnectionPage = { rows: [], next: null, previous: null };

interface ConnectionsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConnectionsPage({ searchParams }: ConnectionsPageProps) {
  const user = await requireUser("connections.read");
  const given = await searchParams;
  const params = readListParams(given);
  const [page, counts, incidents, notice] = await Promise.all([
    params.problems.length > 0 ? NO_ROWS : health().listConnections(params),
    statusCounts(),
    health().currentIncidents(),
    noticeOf(given),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page.rows.length === 0 && params.cursor) redirect(listHref(params));
  const nowMs = serverNowMs();
  const mayReconnect = can(user.role, "connections.reconnect");
  const mayConnect = can(user.role, "connections.connect");
  const none = Object.values(counts).every((count) => count === 0);
  return (
    <>
      <PageHeader
        title="Connections"
        sentence={verdictSentence(counts)}
        actions={mayConnect && <ConnectLink />}
      />
      <NoticeBanner notice={notice} />
      {mayReconnect && <ResumedReconnect connectionId={resumedConnection(given)} />}
      <IncidentBanners incidents={incidents} />
      {(!none || params.search) && <Filters params={params} counts={counts} />}
      <ConnectionsTable
        rows={page.rows.map((view) => listRowOf(view, { nowMs, mayReconnect }))}
        sort={{ columnId: params.sort, direction: params.direction }}
        href={listHref(params)}
        empty={
          params.problems.length > 0 ? (
            <NotUnderstood params={params} />
          ) : none && !params.search ? (
            <NothingYet mayConnect={mayConnect} />
          ) : (
            <NothingMatches />
          )
        }
        footer={
          (page.next || page.previous) && (
            <PaginationLinks
              newerHref={page.previous ? listHref(params, { before: page.previous }) : undefined}
              olderHref={page.next ? listHref(params, { after: page.next }) : undefined}
              newerLabel="Previous"
              olderLabel="Next"
              summary={`${page.rows.length} on this page`}
            />
          )
        }
      />
      {isSearchAlone(params) && <UnconnectedCompanies search={params.search} mayConnect={mayConnect} />}
    </>
  );
}

/** Where another filter or a later page asks, companies without a connection are no answer. */
function isSearchAlone({ search, status, provider, cursor }: ConnectionListParams): boolean {
  return search !== "" && !status && !provider && !cursor;
}

function Filters({
  params,
  counts,
}: {
  params: ConnectionListParams;
  counts: Awaited<ReturnType<typeof statusCounts>>;
}) {
  const { search, status, provider, sort, direction } = params;
  const isSorted = sort !== "status" || direction !== "asc";
  const isFiltered = Boolean(search || status || provider);
  const providers = providerNames.map((name) => ({
    value: name,
    label: providerOf(name).displayName,
  }));
  return (
    <>
      <StatusChips counts={counts} params={params} />
      <FilterForm
        action="/connections"
        label="Filter connections"
        search={{
          name: "search",
          label: "Search",
          value: search,
          placeholder: "Company, organisation, provider or id",
        }}
        selects={[
          {
            name: "provider",
            label: "Provider",
            value: provider ?? "",
            options: [{ value: "", label: "All providers" }, ...providers],
          },
        ]}
        kept={{ status, sort: isSorted ? sort : undefined, direction: isSorted ? direction : undefined }}
        clearHref={isFiltered ? listHref({ sort, direction }) : undefined}
      />
    </>
  );
}

function ConnectLink() {
  return (
    <ButtonLink href="/connections/new" variant="primary">
      Connect a company
    </ButtonLink>
  );
}

function NothingYet({ mayConnect }: { mayConnect: boolean }) {
  return (
    <EmptyState title="No company is connected yet" action={mayConnect && <ConnectLink />}>
      {mayConnect
        ? "Connect the first one to QuickBooks or Xero; someone who may consent for it has to be at hand."
        : "An admin connects companies to QuickBooks or Xero; they appear here as soon as that is done."}
    </EmptyState>
  );
}

/** All connections would pass for those that were asked for. */
function NotUnderstood({ params }: { params: ConnectionListParams }) {
  return (
    <EmptyState
      title="This address asks for what no filter can be"
      action={<ButtonLink href={listHref(params)}>Go on without it</ButtonLink>}
    >
      {params.problems.join(" ")}
    </EmptyState>
  );
}

function NothingMatches() {
  return (
    <EmptyState
      title="No connection matches"
      action={<ButtonLink href="/connections">Clear filters</ButtonLink>}
    >
      Search by a company's or organisation's name, by a provider, or by a whole id.
    </EmptyState>
  );
}

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { resumedConnection } from "@/app/_consent/resume";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { can, requireUser } from "@/lib/door";
import { type HealthPage, health } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../_components/incident-banner";
import { DisplayMenu } from "../_lists/display-menu";
import { hiddenColumns } from "../_lists/hidden-columns";
import { ListFilter } from "../_lists/list-filter";
import { ListFooter } from "../_lists/list-footer";
import { isNarrowed, isWorstFirst } from "../_lists/list-params";
import { ListTools, ordersOf } from "../_lists/list-tools";
import { StatusChips } from "../_lists/status-chips";
import { queryOf } from "../_views/list-views";
import { ViewsMenu } from "../_views/views-menu";
import { shownZone } from "../shown-zone";
import { statusCounts } from "../status-counts";
import { verdictSentence } from "../verdict-sentence";
import { ConnectionsTable } from "./_components/connections-table";
import { ResumedReconnect } from "./_components/resumed-reconnect";
import { UnconnectedCompanies } from "./_components/unconnected-companies";
import { listRowOf } from "./connection-list-row";
import { type ConnectionListParams, listHref, readListParams } from "./search-params";

export const metadata: Metadata = { title: "Connections" };

interface ConnectionsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConnectionsPage({ searchParams }: ConnectionsPageProps) {
  const user = await requireUser("connections.read");
  const given = await searchParams;
  const params = readListParams(given);
  const [page, counts, incidents, notice] = await Promise.all([
    params.problems.length > 0 ? undefined : health().listHealth(params),
    statusCounts(),
    health().currentIncidents(),
    noticeOf(given),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page?.rows.length === 0 && params.cursor) redirect(listHref(params));
  const mayReconnect = can(user.role, "connections.reconnect");
  const mayConnect = can(user.role, "connections.connect");
  const none = Object.values(counts).every((count) => count === 0);
  return (
    <>
      <PageHeader
        title="Connections"
        badge={
          <ViewsMenu
            list="connections"
            query={queryOf(listHref({ ...params, view: undefined }))}
            understood={params.problems.length === 0}
            viewId={params.view}
          />
        }
        sentence={verdictSentence(counts)}
        actions={
          <>
            <DisplayMenu list="connections" />
            {mayConnect && <ConnectLink />}
          </>
        }
        inline
      />
      <NoticeBanner notice={notice} />
      {mayReconnect && <ResumedReconnect connectionId={resumedConnection(given)} />}
      <IncidentBanners incidents={incidents} />
      {(!none || params.search) && <Tools params={params} counts={page?.counts ?? counts} />}
      <List page={page} params={params} none={none} may={{ mayReconnect, mayConnect }} />
      {isSearchAlone(params) && <UnconnectedCompanies search={params.search} mayConnect={mayConnect} />}
    </>
  );
}

interface ListProps {
  /** Absent where the address was not understood. */
  page: HealthPage | undefined;
  params: ConnectionListParams;
  none: boolean;
  may: { mayReconnect: boolean; mayConnect: boolean };
}

async function List({ page, params, none, may: { mayReconnect, mayConnect } }: ListProps) {
  const nowMs = serverNowMs();
  const timeZone = await shownZone();
  const why = !page ? (
    <NotUnderstood params={params} />
  ) : none && !params.search ? (
    <NothingYet mayConnect={mayConnect} />
  ) : (
    <NothingMatches />
  );
  return (
    <ConnectionsTable
      hidden={await hiddenColumns("connections")}
      rows={page?.rows.map((view) => listRowOf(view, { nowMs, timeZone, mayReconnect })) ?? []}
      sort={{ columnId: params.sort, direction: params.direction }}
      href={listHref(params)}
      groupCounts={isWorstFirst(params) ? page?.counts : undefined}
      empty={why}
      footer={page && <ListFooter page={page} params={params} hrefOf={listHref} />}
    />
  );
}

/** Where another filter or a later page asks, companies without a connection are no answer. */
function isSearchAlone({ search, status, provider, cursor }: ConnectionListParams): boolean {
  return search !== "" && !status && !provider && !cursor;
}

function Tools({ params, counts }: { params: ConnectionListParams; counts: HealthPage["counts"] }) {
  return (
    <ListTools
      chips={
        <StatusChips
          counts={counts}
          chosen={params.status}
          hrefOf={(status) => listHref({ ...params, status })}
        />
      }
      form={<ListFilter action="/connections" label="Filter connections" params={params} hrefOf={listHref} />}
      narrowed={isNarrowed(params)}
      orders={ordersOf(params, (order) => listHref({ ...params, ...order }))}
    />
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
      Search by a company's or organisation's name, by a provider, or by an id.
    </EmptyState>
  );
}

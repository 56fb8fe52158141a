import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { resumedConnection } from "@/app/_consent/resume";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { can, requireUser } from "@/lib/door";
import { type DriftKind, type HealthPage, health, type StatusName, statusNames } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { IncidentBanners } from "../_components/incident-banner";
import { DisplayMenu } from "../_lists/display-menu";
import { hiddenColumns } from "../_lists/hidden-columns";
import { ListFilter } from "../_lists/list-filter";
import { ListFooter } from "../_lists/list-footer";
import { isNarrowed, isWorstFirst } from "../_lists/list-params";
import { ListTools, ordersOf } from "../_lists/list-tools";
import { StatusChips } from "../_lists/status-chips";
import type { GroupCounts } from "../_lists/status-groups";
import { page } from "../_page/drawn-page";
import { queryOf } from "../_views/list-views";
import { ViewsMenu } from "../_views/views-menu";
import { shownZone } from "../shown-zone";
import { statusCounts } from "../status-counts";
import { verdictSentence } from "../verdict-sentence";
import { ConnectionsTable } from "./_components/connections-table";
import { ResumedReconnect } from "./_components/resumed-reconnect";
import { SelectionBar } from "./_components/selection-bar";
import { UnconnectedCompanies } from "./_components/unconnected-companies";
import { listRowOf } from "./connection-list-row";
import { CONNECT_COMPANY } from "./new/words";
import { type ConnectionListParams, driftFilter, listHref, readListParams } from "./search-params";
import {
  ADMIN_CONNECTS,
  CONNECT_FIRST,
  DRIFT_WORDS,
  LEAVE_IT_OUT,
  NO_CONNECTION_MATCHES,
  NO_CONNECTION_YET,
  NOT_A_FILTER,
  SEARCH_HINT,
  SHOW_ALL,
} from "./words";

export const metadata: Metadata = { title: "Connections" };

interface ConnectionsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function ConnectionsPage({ searchParams }: ConnectionsPageProps) {
  const user = await requireUser("connections.read");
  const given = await searchParams;
  const params = readListParams(given);
  const [page, counts, incidents, notice] = await Promise.all([
    params.problems.length > 0
      ? undefined
      : health().listHealth({
          ...params,
          drift: driftFilter(params.scopes),
          snoozedApart: isWorstFirst(params),
        }),
    statusCounts(),
    health().currentIncidents(),
    noticeOf(given),
  ]);
  // The rows behind a cursor may be gone by now; the list itself is not.
  if (page?.rows.length === 0 && params.cursor) redirect(listHref(params));
  const mayReconnect = can(user.role, "connections.reconnect");
  const mayConnect = can(user.role, "connections.connect");
  const mayExport = can(user.role, "connections.export");
  const mayRun = can(user.role, "operations.run");
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
            <ButtonLink href="/operations">Operations</ButtonLink>
            {mayConnect && <ConnectLink />}
          </>
        }
        inline
      />
      <NoticeBanner notice={notice} />
      {mayReconnect && <ResumedReconnect connectionId={resumedConnection(given)} />}
      <IncidentBanners incidents={incidents} />
      {params.scopes && <DriftBanner kind={params.scopes} />}
      {(!none || params.search) && <Tools params={params} counts={page?.counts ?? counts} />}
      <List page={page} params={params} none={none} may={{ mayReconnect, mayConnect, mayExport }} />
      {page && page.total > 0 && mayExport && (
        <SelectionBar params={params} shown={page.rows.length} total={page.total} mayRun={mayRun} />
      )}
      {isSearchAlone(params) && <UnconnectedCompanies search={params.search} mayConnect={mayConnect} />}
    </>
  );
}

interface ListProps {
  /** Absent where the address was not understood. */
  page: HealthPage | undefined;
  params: ConnectionListParams;
  none: boolean;
  may: { mayReconnect: boolean; mayConnect: boolean; mayExport: boolean };
}

async function List({ page, params, none, may: { mayReconnect, mayConnect, mayExport } }: ListProps) {
  const timeZone = await shownZone();
  const context = {
    nowMs: serverNowMs(),
    timeZone,
    mayReconnect,
    drift: driftFilter(params.scopes),
  };
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
      rows={page?.rows.map((view) => listRowOf(view, context)) ?? []}
      sort={{ columnId: params.sort, direction: params.direction }}
      href={listHref(params)}
      groupCounts={page && isWorstFirst(params) ? groupCountsOf(page, params.status) : undefined}
      selectable={mayExport && (params.selectsAll ? "all" : true)}
      empty={why}
      footer={page && <ListFooter page={page} params={params} hrefOf={listHref} />}
    />
  );
}

/** The counts are of all statuses, the list is of one where one was asked for. */
function groupCountsOf({ counts, snoozed }: HealthPage, asked: StatusName | undefined): GroupCounts {
  const shown: readonly StatusName[] = asked ? [asked] : statusNames;
  const awake = statusNames.map((name) => [name, counts[name] - snoozed[name]] as const);
  return {
    ...(Object.fromEntries(awake) as Record<StatusName, number>),
    snoozed: shown.reduce((sum, name) => sum + snoozed[name], 0),
  };
}

/** Where another filter or a later page asks, companies without a connection are no answer. */
function isSearchAlone({ search, status, provider, scopes, cursor }: ConnectionListParams): boolean {
  return search !== "" && !status && !provider && !scopes && !cursor;
}

/** What the list is of, and who acts. */
function DriftBanner({ kind }: { kind: DriftKind }) {
  const { title, sentence } = DRIFT_WORDS[kind];
  return (
    <Banner
      tone="expiring"
      className="mb-4"
      title={title}
      action={
        <ButtonLink href="/connections" size="sm">
          {SHOW_ALL}
        </ButtonLink>
      }
    >
      {sentence}
    </Banner>
  );
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
      {CONNECT_COMPANY}
    </ButtonLink>
  );
}

function NothingYet({ mayConnect }: { mayConnect: boolean }) {
  return (
    <EmptyState title={NO_CONNECTION_YET} action={mayConnect && <ConnectLink />}>
      {mayConnect ? CONNECT_FIRST : ADMIN_CONNECTS}
    </EmptyState>
  );
}

/** All connections would pass for those that were asked for. */
function NotUnderstood({ params }: { params: ConnectionListParams }) {
  return (
    <EmptyState title={NOT_A_FILTER} action={<ButtonLink href={listHref(params)}>{LEAVE_IT_OUT}</ButtonLink>}>
      {params.problems.join(" ")}
    </EmptyState>
  );
}

function NothingMatches() {
  return (
    <EmptyState
      title={NO_CONNECTION_MATCHES}
      action={<ButtonLink href="/connections">Clear filters</ButtonLink>}
    >
      {SEARCH_HINT}
    </EmptyState>
  );
}

export default page(ConnectionsPage);

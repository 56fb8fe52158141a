import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { writePlace } from "@/app/_paging/audit-place";
import { buttonClass } from "@/components/ui/button";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { UTC, zoneWords } from "@/components/ui/time-format";
import {
  AUDIT_PAGE_SIZE,
  type AuditPage as AuditRows,
  audit,
  auditFilterQuery,
  COUNT_CAP,
  exportFormats,
} from "@/lib/audit";
import { can, requireUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { DisplayMenu } from "../_lists/display-menu";
import { hiddenColumns } from "../_lists/hidden-columns";
import { page } from "../_page/drawn-page";
import { AuditHeader } from "./_components/audit-header";
import { AuditTable } from "./_components/audit-table";
import { ExportLinks } from "./_components/export-links";
import { FilterChips } from "./_components/filter-chips";
import { Filters } from "./_components/filters";
import { LiveNews } from "./_components/live-news";
import { NothingHere } from "./_components/nothing-here";
import { OpenRow } from "./_components/open-row";
import { SealLine } from "./_components/seal-line";
import { Unresolved } from "./_components/unresolved";
import { auditDaysOf } from "./audit-line";
import { filterNames } from "./filter-names";
import { windowWords } from "./filter-words";
import { type AuditListParams, auditHref, readAuditParams } from "./search-params";
import { isResolved, readTyped } from "./typed-filter";
import { viewsOf } from "./views-of";
import {
  countWithin,
  DAYS_ARE_UTC,
  EXPORT_COLUMNS,
  noRowWithin,
  rowsOnLastPage,
  rowsOnPage,
  searchedTo,
  timesIn,
} from "./words";

export const metadata: Metadata = { title: "Audit log" };

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function AuditPage({ searchParams }: AuditPageProps) {
  const user = await requireUser("audit.read");
  const given = await searchParams;
  const nowMs = serverNowMs();
  const zone = user.timeZone ?? UTC;
  const params = readAuditParams(given, nowMs);
  const typed = await readTyped(given, params.filter, nowMs);
  if (params.problems.length > 0 || !isResolved(typed)) return <Unresolved params={params} typed={typed} />;
  if (given.q !== undefined)
    redirect(auditHref({ filter: typed.filter, live: params.live, view: params.view }));

  const { filter, cursor, view } = params;
  const [page, count, beginning, names, notice] = await Promise.all([
    audit().searchAudit({ filter, cursor }),
    audit().countAudit(filter),
    audit().beginningOfAudit(),
    filterNames(filter),
    noticeOf(given),
  ]);
  // Having come up to the newest rows, the reader stands on the first page, whatever was left of this one.
  if (cursor?.towards === "newer" && !page.newer) redirect(auditHref({ ...params, cursor: undefined }));
  const olderHref = page.older
    ? auditHref({ filter, view, cursor: { ...page.older, towards: "older" } })
    : undefined;
  const query = auditFilterQuery(filter);
  return (
    <>
      <AuditHeader sentence={countSentence(count, filter, zone)} views={viewsOf(params)}>
        <DisplayMenu
          list="audit"
          withoutDensity
          exportWords={can(user.role, "audit.export") ? EXPORT_COLUMNS : undefined}
        />
        {can(user.role, "audit.export") && (
          <ExportLinks
            links={exportFormats.map((format) => ({
              format,
              href: `/audit/export?${new URLSearchParams([...query, ["format", format]])}`,
            }))}
            expectedRows={count === null || count > COUNT_CAP ? undefined : count}
          />
        )}
      </AuditHeader>
      <NoticeBanner notice={notice} />
      <Filters filter={filter} typed={typed} view={view} />
      <div className="my-2 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <FilterChips filter={filter} names={names} view={view} />
        <div className="ml-auto flex flex-wrap items-center justify-end gap-x-3">
          {zone !== UTC && <p className="text-xs text-muted">{DAYS_ARE_UTC}</p>}
          <SealLine />
          <LiveLine params={params} newest={page.rows[0]} nowMs={nowMs} />
        </div>
      </div>
      <OpenRow params={params} rows={page.rows} />
      <AuditTable
        days={auditDaysOf(page.rows, zone, (row) => auditHref({ ...params, row: row.id }))}
        zone={zone}
        hidden={await hiddenColumns("audit")}
        empty={<NothingHere {...{ filter, beginning, olderHref, nowMs }} searchedToMs={page.searchedToMs} />}
        footer={(page.newer || page.older) && <Pages page={page} params={params} olderHref={olderHref} />}
      />
      {page.rows.length === 0 && cursor && (
        <div className="mt-3">
          <Pages page={page} params={params} olderHref={olderHref} />
        </div>
      )}
    </>
  );
}

function countSentence(count: number | null, filter: AuditListParams["filter"], zone: string): string {
  const within = windowWords(filter);
  const times = timesIn(zoneWords(zone));
  if (count === null) return `${within}, ${times}.`;
  const number = count > COUNT_CAP ? `${COUNT_CAP.toLocaleString("en-US")}+` : count.toLocaleString("en-US");
  if (count === 0) return noRowWithin(within);
  return countWithin(within, `${number} ${count === 1 ? "row" : "rows"}`, times);
}

/** Only the newest page can be watched: on any other, new rows appear nowhere. */
function LiveLine({
  params,
  newest,
  nowMs,
}: {
  params: AuditListParams;
  newest: AuditRows["rows"][number] | undefined;
  nowMs: number;
}) {
  const { filter, cursor, live, row, view } = params;
  if (cursor || filter.toMs !== undefined) return null;
  const place = newest ? { atMs: newest.timestamp.getTime(), id: newest.id } : { atMs: nowMs, id: "" };
  const query = auditFilterQuery(filter);
  query.set("place", writePlace(place));
  return (
    <div className="needs-script flex flex-wrap items-center justify-end gap-3">
      {live && <LiveNews newsHref={`/audit/news?${query}`} paused={row !== undefined} />}
      <Link
        href={auditHref({ filter, row, view, live: !live })}
        prefetch={false}
        scroll={false}
        className={buttonClass({ variant: "quiet", size: "sm" }, "text-muted")}
      >
        {live ? "Stop watching" : "Watch live"}
      </Link>
    </div>
  );
}

function Pages({
  page,
  params,
  olderHref,
}: {
  page: AuditRows;
  params: AuditListParams;
  olderHref: string | undefined;
}) {
  const { filter, view } = params;
  const newerHref = page.newer
    ? auditHref({ filter, view, cursor: { ...page.newer, towards: "newer" } })
    : undefined;
  return (
    <PaginationLinks
      newerHref={newerHref}
      olderHref={olderHref}
      summary={
        page.searchedToMs === null ? (
          page.rows.length === AUDIT_PAGE_SIZE ? (
            rowsOnPage(AUDIT_PAGE_SIZE)
          ) : (
            rowsOnLastPage(page.rows.length)
          )
        ) : (
          <Sentence
            parts={searchedTo(
              params.cursor?.towards === "newer" ? "up" : "back",
              <Time at={page.searchedToMs} />,
              page.rows.length,
            )}
          />
        )
      }
    />
  );
}

export default page(AuditPage);

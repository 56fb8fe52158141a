import { readViewId } from "@/app/_input/view-id";
import { readPlace, writePlace } from "@/app/_paging/audit-place";
import { type AuditFilter, type AuditPlace, auditFilterQuery, readAuditFilter } from "@/lib/audit";
import { providerCalls } from "@/lib/token";

const PATH = "/audit";

type Given = Readonly<Record<string, string | string[] | undefined>>;
type Cursor = AuditPlace & { towards: "older" | "newer" };

/** The page of the log that a URL asks for. A place or a row that is none is left out; a filter that is none is said. */
export interface AuditListParams {
  filter: AuditFilter;
  /** What of the filter was not understood: until it is, no row may be shown for it. */
  problems: string[];
  cursor?: Cursor | undefined;
  /** The id of the row that stands open. */
  row?: string | undefined;
  /** Watching for new rows. */
  live: boolean;
  /** The view that the log was opened as. */
  view?: string | undefined;
}

/** Parameters of the page and of its news that are no filter. */
const OTHERS = ["q", "after", "before", "row", "live", "place", "notice", "view"];

export function readAuditParams(given: Given, nowMs: number): AuditListParams {
  const one = (name: string) => [given[name]].flat()[0];
  const after = readPlace(one("after"));
  const before = readPlace(one("before"));
  const row = one("row");
  const { filter, problems } = readAuditFilter(given, { nowMs, providers: providerCalls }, OTHERS);
  return {
    filter,
    problems,
    cursor: after ? { ...after, towards: "older" } : before && { ...before, towards: "newer" },
    row: row && ROW_ID.test(row) ? row : undefined,
    live: one("live") === "1",
    view: readViewId(given.view),
  };
}

/** The address of a page of the log: equal pages have equal addresses. */
export function auditHref({
  filter,
  cursor,
  row,
  live,
  view,
}: Partial<AuditListParams> & { filter: AuditFilter }): string {
  const query = auditFilterQuery(filter);
  if (cursor) query.set(cursor.towards === "older" ? "after" : "before", writePlace(cursor));
  if (live && !cursor) query.set("live", "1");
  if (row) query.set("row", row);
  if (view) query.set("view", view);
  return query.size > 0 ? `${PATH}?${query}` : PATH;
}

const ROW_ID = /^[\w-]{1,100}$/;

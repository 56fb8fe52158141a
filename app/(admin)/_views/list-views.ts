import { auditFilterQuery, givenOf } from "@/lib/audit";
import type { ViewList } from "@/lib/people";
import { readAuditParams } from "../audit/search-params";
import { listHref, readListParams } from "../connections/search-params";
import { healthListHref, readHealthList } from "../health/search-params";
import {
  ACCESS_NOT_GRANTED,
  BY_PEOPLE,
  FAILURES,
  LEAST_RECENTLY_READ,
  PROVIDER_TROUBLE_NOW,
  REFUSED,
  TROUBLE_IN_90_DAYS,
} from "./words";

/** A list's query as its own parser reads it. */
interface ReadQuery {
  /** What was understood of it, as the list writes it. */
  query: string;
  problems: readonly string[];
}

/** A view that everybody has. */
export interface BuiltInView {
  id: string;
  name: string;
  query: string;
}

interface ListOfViews {
  path: string;
  /** What the list is called in a sentence. */
  called: string;
  read: (given: ReturnType<typeof givenOf>, nowMs: number) => ReadQuery;
  builtIn: readonly BuiltInView[];
}

const LISTS: Record<ViewList, ListOfViews> = {
  audit: {
    path: "/audit",
    called: "Audit log",
    read: (given, nowMs) => {
      const { filter, problems } = readAuditParams(given, nowMs);
      return { query: auditFilterQuery(filter).toString(), problems };
    },
    builtIn: [
      { id: "failures", name: FAILURES, query: "outcome=failure&since=24h" },
      { id: "refused", name: REFUSED, query: "outcome=refused&since=30d" },
      { id: "people", name: BY_PEOPLE, query: "by=person&since=30d" },
    ],
  },
  connections: {
    path: "/connections",
    called: "Connections",
    read: (given) => {
      const { problems, ...params } = readListParams(given);
      return { query: queryOf(listHref({ ...params, view: undefined })), problems };
    },
    builtIn: [
      { id: "reconnect", name: "Needs reconnecting", query: "status=needs_reconnecting" },
      { id: "deadline", name: "Next deadlines", query: "sort=deadline&direction=asc" },
      { id: "stale", name: LEAST_RECENTLY_READ, query: "sort=lastRead&direction=asc" },
      { id: "access", name: ACCESS_NOT_GRANTED, query: "scopes=missing" },
    ],
  },
  health: {
    path: "/health",
    called: "Health",
    read: (given) => {
      const { problems, ...params } = readHealthList(given);
      return { query: queryOf(healthListHref({ ...params, view: undefined })), problems };
    },
    builtIn: [
      { id: "trouble", name: TROUBLE_IN_90_DAYS, query: "trouble=90d" },
      { id: "provider", name: PROVIDER_TROUBLE_NOW, query: "status=provider_trouble" },
      { id: "stale", name: LEAST_RECENTLY_READ, query: "sort=lastRead&direction=asc" },
    ],
  },
};

export const listOfViews = (list: ViewList): ListOfViews => LISTS[list];

/** Reads a stored or posted query with the parser of its list. */
export function readViewQuery(list: ViewList, query: string, nowMs: number): ReadQuery {
  return LISTS[list].read(givenOf(new URLSearchParams(query)), nowMs);
}

/** The address of a view: its query as it was stored, so that the list itself says what it no longer understands. */
export function viewHref(list: ViewList, { id, query }: { id: string; query: string }): string {
  return `${LISTS[list].path}?${[query, `view=${id}`].filter(Boolean).join("&")}`;
}

/** The query of a list's address, "" where it has none. */
export function queryOf(href: string): string {
  return href.split("?", 2)[1] ?? "";
}

import { z } from "zod";
import { readViewId } from "@/app/_input/view-id";
import { type PageStart, readCursor, setPlace } from "@/app/_paging/page-cursor";
import {
  type Cursor,
  type DriftKind,
  PAGE_SIZE,
  type SortColumn,
  type StatusName,
  sortColumns,
  statusNames,
} from "@/lib/health";
import { shownText } from "@/lib/shown-text";
import { isProviderName, type ProviderName } from "@/lib/token";
import { notAFilter, notAValue } from "./words";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** Rows a page may have. */
export const pageSizes = [PAGE_SIZE, 100, 200] as const;
export type PageSize = (typeof pageSizes)[number];

/** The list of connections that a URL asks for. */
export interface ListParams {
  search: string;
  status?: StatusName | undefined;
  provider?: ProviderName | undefined;
  /** Only connections that were in trouble on the days shown. */
  trouble?: "90d" | undefined;
  /** Only connections whose consent differs so from what is asked for today. */
  scopes?: DriftKind | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  size: PageSize;
  cursor?: Cursor | undefined;
  /** The view that the list was opened as. */
  view?: string | undefined;
  /** What was not understood: until it is, no connection may be shown for it. */
  problems: string[];
}

const MAX_SEARCH = 200;
// Control characters never occur in a name, and Postgres refuses one of them.
const IN_NO_NAME = /[\p{Cc}\p{Cs}]/u;

/** What every list of connections can be asked for. */
export const listFields = {
  search: z
    .string()
    .trim()
    .max(MAX_SEARCH)
    .refine((text) => !IN_NO_NAME.test(text)),
  status: z.enum(statusNames),
  provider: z.string().refine(isProviderName),
  sort: z.enum(sortColumns),
  direction: z.enum(["asc", "desc"]),
  size: z.enum(pageSizes.map(String)).transform((size) => Number(size) as PageSize),
};
type Fields = typeof listFields & { trouble?: z.ZodType<"90d">; scopes?: z.ZodType<DriftKind> };

/** Parameters of every page that are no filter. */
const PLACES = ["after", "before", "view"];

/** @param others Further parameters of the page that are no filter. */
export function readList(given: Given, fields: Fields, others: readonly string[]): ListParams {
  const problems: string[] = [];
  const read = <Value>(name: keyof Fields, field: z.ZodType<Value> | undefined): Value | undefined => {
    const values = [given[name]].flat().filter(Boolean);
    if (!field || values.length === 0) return undefined;
    const parsed = values.length === 1 ? field.safeParse(values[0]) : undefined;
    if (!parsed?.success) problems.push(notAValue(shownText(values.join(", "), 100), name));
    return parsed?.data;
  };
  const params = {
    search: read("search", fields.search) ?? "",
    status: read("status", fields.status),
    provider: read("provider", fields.provider),
    trouble: read("trouble", fields.trouble),
    scopes: read("scopes", fields.scopes),
    sort: read("sort", fields.sort) ?? "status",
    direction: read("direction", fields.direction) ?? "asc",
    size: read("size", fields.size) ?? PAGE_SIZE,
  };
  for (const name of Object.keys(given)) {
    const isKnown = Object.hasOwn(fields, name) || PLACES.includes(name) || others.includes(name);
    if (!isKnown) problems.push(notAFilter(shownText(name, 40)));
  }
  return { ...params, cursor: readCursor(given), view: readViewId(given.view), problems };
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function hrefOf(path: string, params: Partial<ListParams>, place?: PageStart): string {
  const query = new URLSearchParams();
  const {
    search,
    status,
    provider,
    trouble,
    scopes,
    sort = "status",
    direction = "asc",
    size = PAGE_SIZE,
    view,
  } = params;
  if (search) query.set("search", search);
  if (status) query.set("status", status);
  if (provider) query.set("provider", provider);
  if (trouble) query.set("trouble", trouble);
  if (scopes) query.set("scopes", scopes);
  if (sort !== "status" || direction !== "asc") {
    query.set("sort", sort);
    query.set("direction", direction);
  }
  if (size !== PAGE_SIZE) query.set("size", String(size));
  if (view) query.set("view", view);
  if (place) setPlace(query, place);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Whether rows stand in the order of their status, so that they can be grouped by it. */
export const isWorstFirst = ({ sort, direction }: ListParams): boolean =>
  sort === "status" && direction === "asc";

/** Whether rows are left out by more than their status. */
export const isNarrowed = ({ search, provider, trouble, scopes }: ListParams): boolean =>
  Boolean(search || provider || trouble || scopes);

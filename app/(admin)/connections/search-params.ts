import { z } from "zod";
import { type PageStart, readCursor, setPlace } from "@/app/_paging/page-cursor";
import { type Cursor, type SortColumn, type StatusName, sortColumns, statusNames } from "@/lib/health";
import { shownText } from "@/lib/shown-text";
import { isProviderName, type ProviderName } from "@/lib/token";

const PATH = "/connections";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** The list a URL asks for. A place that is none is left out; a filter that is none is said. */
export interface ConnectionListParams {
  search: string;
  status?: StatusName | undefined;
  provider?: ProviderName | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  cursor?: Cursor | undefined;
  /** What was not understood: until it is, no connection may be shown for it. */
  problems: string[];
}

const MAX_SEARCH = 200;
// Control characters never occur in a name, and Postgres refuses one of them.
const IN_NO_NAME = /[\p{Cc}\p{Cs}]/u;

const FIELDS = {
  search: z
    .string()
    .trim()
    .max(MAX_SEARCH)
    .refine((text) => !IN_NO_NAME.test(text)),
  status: z.enum(statusNames),
  provider: z.string().refine(isProviderName),
  sort: z.enum(sortColumns),
  direction: z.enum(["asc", "desc"]),
};
/** Parameters of the page that are no filter. */
const OTHERS = ["after", "before", "notice"];

export function readListParams(given: Given): ConnectionListParams {
  const problems: string[] = [];
  const read = <Value>(name: keyof typeof FIELDS, field: z.ZodType<Value>): Value | undefined => {
    const values = [given[name]].flat().filter(Boolean);
    if (values.length === 0) return undefined;
    const parsed = values.length === 1 ? field.safeParse(values[0]) : undefined;
    if (!parsed?.success)
      problems.push(`“${shownText(values.join(", "), 100)}” is nothing that ${name} can be.`);
    return parsed?.data;
  };
  const params = {
    search: read("search", FIELDS.search) ?? "",
    status: read("status", FIELDS.status),
    provider: read("provider", FIELDS.provider),
    sort: read("sort", FIELDS.sort) ?? "status",
    direction: read("direction", FIELDS.direction) ?? "asc",
  };
  for (const name of Object.keys(given)) {
    if (!(name in FIELDS) && !OTHERS.includes(name)) problems.push(`“${shownText(name, 40)}” is no filter.`);
  }
  return { ...params, cursor: readCursor(given), problems };
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function listHref(
  params: Partial<Omit<ConnectionListParams, "cursor" | "problems">>,
  place?: PageStart,
): string {
  const query = new URLSearchParams();
  const { search, status, provider, sort = "status", direction = "asc" } = params;
  if (search) query.set("search", search);
  if (status) query.set("status", status);
  if (provider) query.set("provider", provider);
  if (sort !== "status" || direction !== "asc") {
    query.set("sort", sort);
    query.set("direction", direction);
  }
  if (place) setPlace(query, place);
  return query.size > 0 ? `${PATH}?${query}` : PATH;
}

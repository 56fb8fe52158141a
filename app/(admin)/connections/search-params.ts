import { z } from "zod";
import { type Cursor, type SortColumn, type StatusName, sortColumns, statusNames } from "@/lib/health";
import { isProviderName, type ProviderName } from "@/lib/token";
import { type PageStart, readCursor, setPlace } from "../page-cursor";

const PATH = "/connections";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** The list a URL asks for. Whatever it gets wrong is left out, never an error. */
export interface ConnectionListParams {
  search: string;
  status?: StatusName | undefined;
  provider?: ProviderName | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  cursor?: Cursor | undefined;
}

// Control characters never occur in a name, and Postgres refuses one of them.
const text = z.string().transform((value) => value.replace(/\p{C}/gu, "").trim().slice(0, 200));

const schema = z.object({
  search: text.catch(""),
  status: z.enum(statusNames).optional().catch(undefined),
  provider: z.string().refine(isProviderName).optional().catch(undefined),
  sort: z.enum(sortColumns).catch("status"),
  direction: z.enum(["asc", "desc"]).catch("asc"),
});

export function readListParams(given: Given): ConnectionListParams {
  const one = (name: string) => [given[name]].flat()[0];
  const names = Object.keys(schema.shape);
  const filters = schema.parse(Object.fromEntries(names.map((name) => [name, one(name)])));
  return { ...filters, cursor: readCursor(given) };
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function listHref(params: Partial<Omit<ConnectionListParams, "cursor">>, place?: PageStart): string {
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

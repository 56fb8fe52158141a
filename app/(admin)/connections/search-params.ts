import { z } from "zod";
import { type SortColumn, type StatusName, sortColumns, statusNames } from "@/lib/health";
import { isProviderName, type ProviderName } from "@/lib/token";

const PATH = "/connections";

type Given = Readonly<Record<string, string | string[] | undefined>>;
type Place = { value: string; id: string };

/** The list a URL asks for. Whatever it gets wrong is left out, never an error. */
export interface ConnectionListParams {
  search: string;
  status?: StatusName | undefined;
  provider?: ProviderName | undefined;
  sort: SortColumn;
  direction: "asc" | "desc";
  cursor?: (Place & { towards: "next" | "previous" }) | undefined;
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

const placeSchema = z.tuple([z.string().regex(/^[^\0]{0,500}$/), z.string().regex(/^[\w-]{1,100}$/)]);

export function readListParams(given: Given): ConnectionListParams {
  const one = (name: string) => [given[name]].flat()[0];
  const names = Object.keys(schema.shape);
  const filters = schema.parse(Object.fromEntries(names.map((name) => [name, one(name)])));
  const after = placeOf(one("after"));
  const before = placeOf(one("before"));
  const cursor = after
    ? { ...after, towards: "next" as const }
    : before && { ...before, towards: "previous" as const };
  return { ...filters, cursor };
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function listHref(
  params: Partial<Omit<ConnectionListParams, "cursor">>,
  place?: { after: Place } | { before: Place },
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
  for (const [name, { value, id }] of Object.entries(place ?? {})) {
    query.set(name, Buffer.from(JSON.stringify([value, id])).toString("base64url"));
  }
  return query.size > 0 ? `${PATH}?${query}` : PATH;
}

/** @returns Undefined for a cursor that is none of ours: the list then begins at its first page. */
function placeOf(cursor: string | undefined): Place | undefined {
  if (!cursor || cursor.length > 2_000) return undefined;
  try {
    const [value, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { value, id };
  } catch {
    return undefined;
  }
}

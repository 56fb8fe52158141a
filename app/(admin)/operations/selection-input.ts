import { requireWhole } from "@/app/_input/whole-query";
import { isTwice } from "@/app/_input/words";
import { MOST_PARTS, type Selection } from "@/lib/bulk";
import { CountersignError } from "@/lib/errors";
import type { ConnectionFilter } from "@/lib/health";
import { shownText } from "@/lib/shown-text";
import type { ListParams } from "../_lists/list-params";
import { notAFilter } from "../_lists/words";
import { driftFilter, listHref, readListParams } from "../connections/search-params";
import { MATCHING_NOTHING, NOT_A_COUNT, NOT_A_SELECTION, OTHER_LIST } from "./words";

type Given = Readonly<Record<string, unknown>>;

const ID = /^[\w-]{1,100}$/;
/** How a count is written in a form. */
export const COUNT = /^\d{1,9}$/;
/** `matching` where no filter narrows the list: nothing at all would also be what a broken address says. */
const EVERYTHING = "select=all";
/** What stands beside a selection, each once. */
const FIELDS = ["matching", "list", "expected", "tag", "change"];

/** The part of a list's address that says which connections match: "search=acme&status=working". */
export function filterQuery({
  search,
  status,
  provider,
  scopes,
}: Pick<ListParams, "search" | "status" | "provider" | "scopes">): string {
  return queryOf(listHref({ search, status, provider, scopes }));
}

/** What a form carries as `matching`. @param query As `filterQuery` writes it. */
export function matchingOf(query: string): string {
  return query || EVERYTHING;
}

/**
 * What a form or an address selects: `matching`, a list's filter, or each `id`.
 *
 * @throws {CountersignError} `invalid_input` for what is not understood whole; it would pass for more than was meant.
 */
export function selectionOf(given: Given): Exclude<Selection, { companies: readonly string[] }> {
  for (const [name, value] of Object.entries(given)) {
    if (name !== "id" && !FIELDS.includes(name)) throw refusal(name, notAFilter(shownText(name, 40)));
    if (name !== "id" && Array.isArray(value)) throw refusal(name, isTwice(name));
  }
  const { matching, list, expected } = given;
  if (matching === undefined) return { ids: idsOf(given) };
  if (expected !== undefined && !COUNT.test(String(expected))) throw refusal("expected", NOT_A_COUNT);
  const selection = matchingFilter(matching);
  requireSameList(list, selection.query);
  return selection;
}

function idsOf({ id }: Given): string[] {
  const ids = [id ?? []].flat() as unknown[];
  const known = ids.filter((each): each is string => typeof each === "string" && ID.test(each));
  if (known.length < ids.length || ids.length > MOST_PARTS) throw refusal("id", NOT_A_SELECTION);
  return known;
}

function matchingFilter(matching: unknown): { filter: ConnectionFilter; query: string } {
  const given = new URLSearchParams(typeof matching === "string" ? matching : "");
  const params = readWhole("matching", given);
  const query = filterQuery(params);
  if (query === "" && !params.selectsAll) throw refusal("matching", MATCHING_NOTHING);
  const { search, status, provider, scopes } = params;
  return { filter: { search, status, provider, drift: driftFilter(scopes) }, query };
}

/** The list that was looked at has the filter of the selection, where it is named. */
function requireSameList(list: unknown, query: string): void {
  if (typeof list !== "string" || list.split(/[?#]/)[0] !== listHref({})) return;
  const shown = filterQuery(readWhole("list", new URLSearchParams(queryOf(list))));
  if (shown !== query) throw refusal("list", OTHER_LIST);
}

function readWhole(field: string, query: URLSearchParams): ReturnType<typeof readListParams> {
  requireWhole(query);
  const params = readListParams(Object.fromEntries(query));
  if (params.problems.length > 0) throw refusal(field, params.problems.join(" "));
  return params;
}

const queryOf = (href: string) => href.split("?")[1] ?? "";

const refusal = (field: string, message: string) => new CountersignError("invalid_input", message, { field });

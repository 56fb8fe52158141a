import { givenOf } from "@/lib/audit";
import { MOST_PARTS, type Selection } from "@/lib/bulk";
import { CountersignError } from "@/lib/errors";
import type { ConnectionFilter } from "@/lib/health";
import type { ListParams } from "../_lists/list-params";
import { listHref, readListParams } from "../connections/search-params";
import { NOT_A_SELECTION } from "./words";

type Given = Readonly<Record<string, unknown>>;

const ID = /^[\w-]{1,100}$/;

/** The part of a list's address that says which connections match: "search=acme&status=working". */
export function filterQuery({
  search,
  status,
  provider,
}: Pick<ListParams, "search" | "status" | "provider">): string {
  return listHref({ search, status, provider }).split("?")[1] ?? "";
}

/**
 * What a form or an address selects: `matching`, a list's filter, or each `id`.
 *
 * @throws {CountersignError} `invalid_input` for what is none; nothing would pass for everything.
 */
export function selectionOf(given: Given): Exclude<Selection, { companies: readonly string[] }> {
  const { matching } = given;
  if (typeof matching === "string") {
    const { filter, query } = filterOf(matching);
    return { filter, query };
  }
  const ids = [given.id ?? []].flat() as unknown[];
  const known = ids.filter((id): id is string => typeof id === "string" && ID.test(id));
  if (matching !== undefined || known.length < ids.length || ids.length > MOST_PARTS) {
    throw new CountersignError("invalid_input", NOT_A_SELECTION, { field: "id" });
  }
  return { ids: known };
}

function filterOf(matching: string): { filter: ConnectionFilter; query: string } {
  const params = readListParams(givenOf(new URLSearchParams(matching)));
  if (params.problems.length > 0) {
    throw new CountersignError("invalid_input", params.problems.join(" "), { field: "matching" });
  }
  const { search, status, provider } = params;
  return { filter: { search, status, provider }, query: filterQuery(params) };
}

import { z } from "zod";
import type { PageStart } from "@/app/_paging/page-cursor";
import { type DriftFilter, type DriftKind, driftKinds } from "@/lib/health";
import { tokenService } from "@/lib/token";
import { hrefOf, type ListParams, listFields, readList } from "../_lists/list-params";
import { SELECT_RULE } from "./words";

const PATH = "/connections";
const FIELDS = { ...listFields, scopes: z.enum(driftKinds) };
/** Parameters of the page that are no filter. */
const OTHERS = ["notice", "resume", "select"];

export interface ConnectionListParams extends ListParams {
  /** All that match are selected, on every page. */
  selectsAll?: true;
}

/** The list a URL asks for. A place that is none is left out; a filter that is none is said. */
export function readListParams(
  given: Readonly<Record<string, string | string[] | undefined>>,
): ConnectionListParams {
  const params = readList(given, FIELDS, OTHERS);
  const { select = "" } = given;
  if (select === "all") return { ...params, selectsAll: true };
  if (select === "") return params;
  return { ...params, problems: [...params.problems, SELECT_RULE] };
}

/** The filter that such a choice stands for, by what is asked for today. */
export function driftFilter(kind: DriftKind | undefined): DriftFilter | undefined {
  return kind && { kind, wanted: tokenService.wantedScopes() };
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function listHref(params: Partial<ListParams>, place?: PageStart): string {
  return hrefOf(PATH, params, place);
}

/** The same page of the list with all that match selected. */
export function selectAllHref(params: ConnectionListParams): string {
  const href = listHref(params);
  return `${href}${href.includes("?") ? "&" : "?"}select=all`;
}

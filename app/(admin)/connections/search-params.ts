import type { PageStart } from "@/app/_paging/page-cursor";
import { hrefOf, type ListParams, listFields, readList } from "../_lists/list-params";

const PATH = "/connections";
/** Parameters of the page that are no filter. */
const OTHERS = ["notice"];

export type ConnectionListParams = ListParams;

/** The list a URL asks for. A place that is none is left out; a filter that is none is said. */
export function readListParams(
  given: Readonly<Record<string, string | string[] | undefined>>,
): ConnectionListParams {
  return readList(given, listFields, OTHERS);
}

/** The address of a list; what is as by default is left out, so that equal lists have equal addresses. */
export function listHref(params: Partial<ListParams>, place?: PageStart): string {
  return hrefOf(PATH, params, place);
}

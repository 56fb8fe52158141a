import { givenOf } from "@/lib/audit";
import { longWork, route } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { health } from "@/lib/health";
import { fileAnswer } from "../../file-answer";
import { selectionOf } from "../../operations/selection-input";
import { allThatMatch, NOTHING_SELECTED, SELECT_A_ROW } from "../words";

export const dynamic = "force-dynamic";

/** `?matching=` with the list's filter, or an `id` for each connection: one line a connection, as CSV. */
export const GET = route(
  "connections.export",
  async ({ user, request, stillAllowed }) => {
    const params = request.nextUrl.searchParams;
    const selection = selectionOf(fieldsOf(params));
    const filter = "filter" in selection ? selection.filter : selection;
    if ("ids" in filter && filter.ids?.length === 0) throw nothingSelected();
    const asked = "query" in selection ? allThatMatch(selection.query) : ticked(filter.ids);
    const leave = longWork(user.id);
    return fileAnswer(request.signal, leave, async () => ({
      ...(await health().exportConnections(filter, { asked, stillAllowed })),
      contentType: "text/csv; charset=utf-8",
    }));
  },
  { effects: true },
);

/** As a form's fields arrive: what is there twice is a list. */
function fieldsOf(params: URLSearchParams): Record<string, string | string[] | undefined> {
  const fields = Object.entries(givenOf(params));
  return Object.fromEntries(
    fields.map(([name, values = []]) => [name, values.length > 1 ? values : values[0]]),
  );
}

const ticked = (ids: readonly string[] | undefined) => `${ids?.length ?? 0} selected`;

const nothingSelected = () =>
  new CountersignError("invalid_input", NOTHING_SELECTED, {
    field: "id",
    nextStep: SELECT_A_ROW,
  });

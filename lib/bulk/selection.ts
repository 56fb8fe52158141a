import { CountersignError } from "@/lib/errors";
import type { ConnectionFilter, MatchedConnection } from "@/lib/health";
import { plural } from "@/lib/text/plural";
import { type BulkDeps, MOST_PARTS } from "./deps";

/** What something is to be done to: the rows that were ticked, or all that a list's filter matches. */
export type Selection =
  | { ids: readonly string[] }
  | { companies: readonly string[] }
  | {
      filter: ConnectionFilter;
      /** The filter as the list's address has it. */
      query: string;
    };

/** What a selection is of at this moment. */
export interface Selected {
  connections: MatchedConnection[];
  /** Ticked, and in no list any more. */
  missing: string[];
}

/** What looks a selection up. */
export interface LookUp {
  health: Pick<BulkDeps["health"], "findMatching" | "requireKnown">;
}

/**
 * Looks up what a selection is of now, by company.
 *
 * @param wasKnown The ids were looked up before: a connection that was removed since is missing, and not unknown.
 * @throws {CountersignError} `invalid_input` when it is of nothing, or of more than one operation takes; that or
 * `not_found` for ids that are no connection's.
 */
export async function resolveSelection(
  { health }: LookUp,
  selection: Selection,
  { wasKnown = false } = {},
): Promise<Selected> {
  const ids = "ids" in selection ? [...new Set(selection.ids)] : undefined;
  if (ids?.length === 0) throw refusal("No connection is selected.", "Tick at least one row.");
  if (ids && ids.length > MOST_PARTS) throw tooMany();
  if (ids && !wasKnown) await health.requireKnown(ids);
  const filter = "filter" in selection ? selection.filter : selection;
  const connections = await health.findMatching(filter, MOST_PARTS + 1);
  if (connections.length > MOST_PARTS) throw tooMany();
  if (!ids && connections.length === 0) throw nothingLeft();
  const found = new Set(connections.map(({ id }) => id));
  return { connections, missing: (ids ?? []).filter((id) => !found.has(id)) };
}

/** The companies of some connections, each once. */
export function companiesOf(connections: readonly MatchedConnection[]): { id: string; name: string }[] {
  const names = new Map(connections.map(({ companyId, companyName }) => [companyId, companyName]));
  return [...names].map(([id, name]) => ({ id, name }));
}

export const nothingLeft = () => refusal("No connection matches any more.");

const tooMany = () =>
  refusal(
    `More than ${plural(MOST_PARTS, "connection")} match, and one operation takes no more.`,
    "Narrow the filter and go on from there.",
  );

function refusal(message: string, nextStep?: string): CountersignError {
  return new CountersignError("invalid_input", message, { field: "id", unchanged: true, nextStep });
}

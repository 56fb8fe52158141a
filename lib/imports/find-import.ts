import type { Clock } from "@/lib/clock";
import type { Database, Import } from "@/lib/db";
import { type ImportTotals, type LineReport, totalsOf } from "./import-connections";
import { SILENT_MS } from "./start-import";

/** An import as whoever began it sees it. Holds no token. */
export interface ImportView
  extends Pick<Import, "id" | "apply" | "lines" | "problem" | "startedAt" | "endedAt"> {
  state: "running" | "finished" | "broken_off";
  /** One a line, as far as it got. */
  verdicts: LineReport[];
  totals: ImportTotals;
}

const GONE =
  "The process that ran it has ended. Send the request again: what was taken over changes nothing.";

/** @returns Undefined unless this caller began such an import. */
export async function findImport(
  { database, clock }: { database: Database; clock: Clock },
  { id, startedBy }: { id: string; startedBy: string },
): Promise<ImportView | undefined> {
  const [found] = await database.query<Omit<ImportView, "totals"> & Pick<Import, "heardAt">>(
    `SELECT id, apply, state, lines, verdicts, problem, "startedAt", "endedAt", "heardAt" FROM "Import"
     WHERE id = $1 AND "startedBy" = $2`,
    [id, startedBy],
  );
  if (!found) return undefined;
  const { heardAt, ...view } = found;
  const isGone = view.state === "running" && heardAt.getTime() < clock.nowMs() - SILENT_MS;
  return { ...view, ...(isGone && { state: "broken_off", problem: GONE }), totals: totalsOf(view.verdicts) };
}

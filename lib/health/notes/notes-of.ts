import type { ProblemNote, ReadDeps } from "@/lib/db";
import { shownName, shownText } from "@/lib/shown-text";

const SHOWN = 20;

/** A note with its end, as a timeline shows it. */
export type PastNote = Pick<
  ProblemNote,
  "id" | "reason" | "byName" | "at" | "until" | "endedAt" | "endedWhy"
>;

/** The newest notes on a connection's problems, those that stand among them. */
export async function notesOf(
  { database }: Pick<ReadDeps, "database">,
  connectionId: string,
): Promise<PastNote[]> {
  const rows = await database.query<PastNote>(
    `SELECT id, reason, "byName", at, until, "endedAt", "endedWhy" FROM "ProblemNote"
     WHERE "connectionId" = $1 ORDER BY at DESC, id DESC LIMIT $2`,
    [connectionId, SHOWN],
  );
  return rows.map((note) => ({ ...note, reason: shownText(note.reason), byName: shownName(note.byName) }));
}

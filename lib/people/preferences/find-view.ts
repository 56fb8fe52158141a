import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { listsOpenTo, mayChange, VIEW_COLUMNS, type Viewer, type ViewRow } from "./saved-view";

/**
 * A view that this person may read, locked until the transaction ends.
 *
 * @throws {CountersignError} `not_found`, for another's private view and one of a list that is closed to them as well.
 */
export async function lockReadable(tx: Sql, viewer: Viewer, id: string): Promise<ViewRow> {
  const [row] = await tx.query<ViewRow>(
    `SELECT ${VIEW_COLUMNS} FROM "SavedView" v
     WHERE v.id = $1 AND v.list = ANY($2) AND (v."ownerId" = $3 OR v."sharedAt" IS NOT NULL) FOR UPDATE`,
    [id, listsOpenTo(viewer), viewer.id],
  );
  if (!row) throw new CountersignError("not_found", "This view does not exist any more.");
  return row;
}

/** @throws {CountersignError} `not_found`; `not_allowed` for a view shared by another. */
export async function lockChangeable(tx: Sql, viewer: Viewer, id: string): Promise<ViewRow> {
  const row = await lockReadable(tx, viewer, id);
  if (mayChange(viewer, row)) return row;
  throw new CountersignError("not_allowed", "Only its owner or an admin may change a shared view.");
}

/** Makes two who add or rename views of one person take turns, so that both see what the other did. */
export async function lockOwner(tx: Sql, ownerId: string): Promise<void> {
  await tx.query(`SELECT 1 FROM "User" WHERE id = $1 FOR NO KEY UPDATE`, [ownerId]);
}

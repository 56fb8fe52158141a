import type { User } from "@/lib/db";
import {
  listsOpenTo,
  type PreferenceDeps,
  VIEW_COLUMNS,
  VIEW_LIMITS,
  type View,
  type Viewer,
  type ViewList,
  type ViewRow,
  viewOf,
} from "./saved-view";

type Row = ViewRow & { ownerName: User["name"]; pinned: boolean };

/** The views that a person may open: their own, and those of others that are shared, each by name. */
export interface Views {
  mine: View[];
  shared: View[];
  /** There are more shared ones than are listed. */
  more: boolean;
}

/** Views of the lists that are open to a person; of one list, where it is named. */
export async function listViews(
  { database }: Pick<PreferenceDeps, "database">,
  viewer: Viewer,
  list?: ViewList,
): Promise<Views> {
  const lists = listsOpenTo(viewer).filter((each) => !list || each === list);
  const [mine, shared] = await Promise.all([
    database.query<Row>(
      `SELECT ${VIEW_COLUMNS}, u.name AS "ownerName", p."userId" IS NOT NULL AS pinned
       FROM "SavedView" v JOIN "User" u ON u.id = v."ownerId"
       LEFT JOIN "SavedViewPin" p ON p."viewId" = v.id AND p."userId" = $1
       WHERE v."ownerId" = $1 AND v.list = ANY($2) ORDER BY lower(v.name), v.id`,
      [viewer.id, lists],
    ),
    database.query<Row>(
      `SELECT ${VIEW_COLUMNS}, u.name AS "ownerName", p."userId" IS NOT NULL AS pinned
       FROM "SavedView" v JOIN "User" u ON u.id = v."ownerId"
       LEFT JOIN "SavedViewPin" p ON p."viewId" = v.id AND p."userId" = $1
       WHERE v."sharedAt" IS NOT NULL AND v."ownerId" <> $1 AND v.list = ANY($2)
       ORDER BY lower(v.name), v.id LIMIT $3`,
      [viewer.id, lists, VIEW_LIMITS.shared + 1],
    ),
  ]);
  return {
    mine: mine.map((row) => viewOf(row, viewer)),
    shared: shared.slice(0, VIEW_LIMITS.shared).map((row) => viewOf(row, viewer)),
    more: shared.length > VIEW_LIMITS.shared,
  };
}

/** One view that a person may open; undefined for any other id. */
export async function findView(
  { database }: Pick<PreferenceDeps, "database">,
  viewer: Viewer,
  id: string,
): Promise<View | undefined> {
  const [row] = await database.query<Row>(
    `SELECT ${VIEW_COLUMNS}, u.name AS "ownerName", p."userId" IS NOT NULL AS pinned
     FROM "SavedView" v JOIN "User" u ON u.id = v."ownerId"
     LEFT JOIN "SavedViewPin" p ON p."viewId" = v.id AND p."userId" = $1
     WHERE v.id = $3 AND v.list = ANY($2) AND (v."ownerId" = $1 OR v."sharedAt" IS NOT NULL)`,
    [viewer.id, listsOpenTo(viewer), id],
  );
  return row && viewOf(row, viewer);
}

/** The views in a person's navigation. A list that has been closed to them takes its views along. */
export async function pinnedViews(
  { database }: Pick<PreferenceDeps, "database">,
  viewer: Viewer,
): Promise<View[]> {
  const rows = await database.query<Row>(
    `SELECT ${VIEW_COLUMNS}, u.name AS "ownerName", true AS pinned
     FROM "SavedViewPin" p JOIN "SavedView" v ON v.id = p."viewId" JOIN "User" u ON u.id = v."ownerId"
     WHERE p."userId" = $1 AND v.list = ANY($2) AND (v."ownerId" = $1 OR v."sharedAt" IS NOT NULL)
     ORDER BY p."createdAt", v.id LIMIT $3`,
    [viewer.id, listsOpenTo(viewer), VIEW_LIMITS.pins],
  );
  return rows.map((row) => viewOf(row, viewer));
}

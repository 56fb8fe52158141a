import { newId, type RecordTx } from "@/lib/db";
import { auditView } from "./audit-view";
import { lockOwner } from "./find-view";
import { type PreferenceDeps, requireOpen, VIEW_LIMITS, type Viewer, type ViewList } from "./saved-view";
import { invalidView, requireViewName, requireViewQuery } from "./view-fields";

interface NewView {
  list: ViewList;
  name: string;
  /** Canonical: the list's own parser has understood it. */
  query: string;
  shared: boolean;
}

/**
 * Keeps a list as a person asks for it.
 *
 * @returns The view's id.
 * @throws {CountersignError} `invalid_input` naming the field; `not_allowed` for a list that is closed to them.
 */
export async function saveView(
  { database, clock }: PreferenceDeps,
  viewer: Viewer,
  given: NewView,
): Promise<string> {
  const { list, shared } = given;
  requireOpen(viewer, list);
  const name = requireViewName(given.name);
  const query = requireViewQuery(given.query);
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    await lockOwner(tx, viewer.id);
    const { savedView } = tx.prisma;
    if ((await savedView.count({ where: { ownerId: viewer.id } })) >= VIEW_LIMITS.views)
      throw invalidView("name", `You have ${VIEW_LIMITS.views} views. Delete one first.`);
    await requireFreeName(tx, { ownerId: viewer.id, list, name });
    const id = newId(atMs);
    const createdAt = new Date(atMs);
    await savedView.create({
      data: { id, ownerId: viewer.id, list, name, query, sharedAt: shared ? createdAt : null, createdAt },
    });
    if (shared) await auditView(tx, { id, name, list }, "share", atMs);
    return id;
  });
}

/** @throws {CountersignError} `invalid_input` for `name`. */
export async function requireFreeName(
  tx: RecordTx,
  { ownerId, list, name }: { ownerId: string; list: ViewList; name: string },
): Promise<void> {
  const taken = await tx.prisma.savedView.count({ where: { ownerId, list, name } });
  if (taken > 0) throw invalidView("name", "A view of this list has that name already. Choose another.");
}

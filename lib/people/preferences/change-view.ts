import { auditView } from "./audit-view";
import { lockChangeable, lockOwner } from "./find-view";
import { requireFreeName } from "./save-view";
import type { PreferenceDeps, Viewer, ViewRow } from "./saved-view";
import { requireViewName, requireViewQuery } from "./view-fields";

/** What each may throw: `not_found`; `not_allowed` for a view shared by another; `invalid_input` naming the field. */
type ChangeView<Given extends unknown[] = []> = (
  deps: PreferenceDeps,
  viewer: Viewer,
  id: string,
  ...given: Given
) => Promise<void>;

export const renameView: ChangeView<[name: string]> = async ({ database, clock }, viewer, id, given) => {
  const name = requireViewName(given);
  await database.recordTransaction(async (tx) => {
    const view = await lockChangeable(tx, viewer, id);
    if (view.name === name) return;
    await lockOwner(tx, view.ownerId);
    await requireFreeName(tx, { ...view, name });
    await tx.prisma.savedView.update({ where: { id }, data: { name } });
    if (isShared(view)) await auditView(tx, { ...view, name }, "rename", clock.nowMs());
  });
};

/** Gives a view another filter, canonical and understood. */
export const refilterView: ChangeView<[query: string]> = async ({ database, clock }, viewer, id, given) => {
  const query = requireViewQuery(given);
  await database.recordTransaction(async (tx) => {
    const view = await lockChangeable(tx, viewer, id);
    if (view.query === query) return;
    await tx.prisma.savedView.update({ where: { id }, data: { query } });
    if (isShared(view)) await auditView(tx, view, "filter", clock.nowMs());
  });
};

export const shareView: ChangeView = async ({ database, clock }, viewer, id) => {
  await database.recordTransaction(async (tx) => {
    const view = await lockChangeable(tx, viewer, id);
    if (isShared(view)) return;
    await tx.prisma.savedView.update({ where: { id }, data: { sharedAt: new Date(clock.nowMs()) } });
    await auditView(tx, view, "share", clock.nowMs());
  });
};

/** Others see the view no more, and it leaves their navigation: shared again, it does not come back by itself. */
export const unshareView: ChangeView = async ({ database, clock }, viewer, id) => {
  await database.recordTransaction(async (tx) => {
    const view = await lockChangeable(tx, viewer, id);
    if (!isShared(view)) return;
    await tx.prisma.savedView.update({ where: { id }, data: { sharedAt: null } });
    await tx.prisma.savedViewPin.deleteMany({ where: { viewId: id, NOT: { userId: view.ownerId } } });
    await auditView(tx, view, "unshare", clock.nowMs());
  });
};

/** Deletes a view, its pins with it. */
export const deleteView: ChangeView = async ({ database, clock }, viewer, id) => {
  await database.recordTransaction(async (tx) => {
    const view = await lockChangeable(tx, viewer, id);
    await tx.prisma.savedView.delete({ where: { id } });
    if (isShared(view)) await auditView(tx, view, "delete", clock.nowMs());
  });
};

const isShared = ({ sharedAt }: ViewRow) => sharedAt !== null;

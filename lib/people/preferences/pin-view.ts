import { lockOwner, lockReadable } from "./find-view";
import { type PreferenceDeps, VIEW_LIMITS, type Viewer } from "./saved-view";
import { invalidView } from "./view-fields";

/**
 * Puts a view into a person's own navigation.
 *
 * @throws {CountersignError} `not_found`; `invalid_input` when there are too many.
 */
export async function pinView(
  { database, clock }: PreferenceDeps,
  viewer: Viewer,
  viewId: string,
): Promise<void> {
  await database.recordTransaction(async (tx) => {
    await lockReadable(tx, viewer, viewId);
    await lockOwner(tx, viewer.id);
    const { savedViewPin } = tx.prisma;
    const others = await savedViewPin.count({ where: { userId: viewer.id, NOT: { viewId } } });
    if (others >= VIEW_LIMITS.pins)
      throw invalidView("id", `You have pinned ${VIEW_LIMITS.pins} views. Unpin one first.`);
    const data = { userId: viewer.id, viewId, createdAt: new Date(clock.nowMs()) };
    await savedViewPin.createMany({ data, skipDuplicates: true });
  });
}

/** Takes a view out of it; one that is not there changes nothing. */
export async function unpinView({ database }: PreferenceDeps, viewer: Viewer, viewId: string): Promise<void> {
  await database.prisma.savedViewPin.deleteMany({ where: { userId: viewer.id, viewId } });
}

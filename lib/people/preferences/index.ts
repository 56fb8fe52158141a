import { bindVerbs, processPart } from "@/lib/process";
import { deleteView, refilterView, renameView, shareView, unshareView } from "./change-view";
import { chooseTimeZone } from "./choose-time-zone";
import { findView, listViews, pinnedViews } from "./list-views";
import { pinView, unpinView } from "./pin-view";
import { saveView } from "./save-view";
import type { PreferenceDeps } from "./saved-view";

export { type View, type ViewList, viewLists } from "./saved-view";

/** How a person wants to see things: views of lists, and the zone of times. */
export const createPreferences = (deps: PreferenceDeps) =>
  bindVerbs(deps, {
    chooseTimeZone,
    deleteView,
    findView,
    listViews,
    pinnedViews,
    pinView,
    refilterView,
    renameView,
    saveView,
    shareView,
    unpinView,
    unshareView,
  });

export type Preferences = ReturnType<typeof createPreferences>;
export const { get: preferences, install: installPreferences } = processPart<Preferences>("preferences");

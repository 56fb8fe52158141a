import type { currentUser } from "@/lib/door";
import { preferences, type View, type ViewList } from "@/lib/people";
import { type BuiltInView, listOfViews, readViewQuery } from "./list-views";

type Viewer = NonNullable<Awaited<ReturnType<typeof currentUser>>>;

/** What a list's page shows now. */
export interface ShownList {
  list: ViewList;
  /** Canonical. */
  query: string;
  /** Whether all that the address asks for was understood. */
  understood: boolean;
  /** The view that the address names. */
  viewId: string | undefined;
}

export interface ViewsOfList {
  mine: View[];
  shared: View[];
  /** More are shared than are listed. */
  more: boolean;
  builtIn: readonly BuiltInView[];
  /** The view that is open, and whether the page still shows what it asks for. */
  open: { view: View | BuiltInView; state: "shown" | "changed" | "not understood" } | undefined;
}

export async function viewsOfList(viewer: Viewer, shown: ShownList, nowMs: number): Promise<ViewsOfList> {
  const { list, query, viewId } = shown;
  const { mine, shared, more } = await preferences().listViews(viewer, list);
  const { builtIn } = listOfViews(list);
  const listed = [...mine, ...shared, ...builtIn];
  const named =
    listed.find(({ id }) => id === viewId) ??
    // The menu has room for so many; the address of any other opens it just as well.
    (viewId && more ? await foundIn(list, viewer, viewId) : undefined);
  const view = named ?? listed.find((each) => each.query === query && shown.understood);
  return { mine, shared, more, builtIn, open: view && { view, state: stateOf(view, shown, nowMs) } };
}

async function foundIn(list: ViewList, viewer: Viewer, id: string): Promise<View | undefined> {
  const view = await preferences().findView(viewer, id);
  return view?.list === list ? view : undefined;
}

function stateOf(
  view: { query: string },
  { list, query }: ShownList,
  nowMs: number,
): "shown" | "changed" | "not understood" {
  const read = readViewQuery(list, view.query, nowMs);
  if (read.problems.length > 0) return "not understood";
  return read.query === query ? "shown" : "changed";
}

export const isSaved = (view: View | BuiltInView): view is View => "ownerName" in view;

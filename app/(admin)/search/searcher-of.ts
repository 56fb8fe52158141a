import { can, type Verb } from "@/lib/door";
import { preferences, type User } from "@/lib/people";
import { listOfViews, viewHref } from "../_views/list-views";

/** What a person may open, views of lists among it: pinned ones for no words, any of them by its name. */
export async function searcherOf(user: User, typed: string) {
  const found =
    typed === ""
      ? await preferences().pinnedViews(user)
      : await preferences()
          .listViews(user)
          .then(({ mine, shared }) => [...mine, ...shared]);
  return {
    may: (verb: Verb) => can(user.role, verb),
    views: found.map((view) => ({
      label: `${listOfViews(view.list).called} → ${view.name}`,
      href: viewHref(view.list, view),
    })),
  };
}

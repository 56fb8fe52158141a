import clsx from "clsx";
import Bookmark from "lucide-react/icons/bookmark";
import ChevronDown from "lucide-react/icons/chevron-down";
import { currentUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { viewHref } from "./list-views";
import { ViewActions } from "./view-actions";
import { ViewGroup } from "./view-group";
import { ViewsMenuFrame } from "./views-menu-frame";
import { isSaved, type ShownList, viewsOfList } from "./views-of-list";
import { MORE_SHARED, READERS, UNREADABLE } from "./words";

/** Beside a list's title: which view is open, the way to the others, and what can be done with them. */
export async function ViewsMenu(shown: ShownList) {
  const user = await currentUser();
  if (!user) return null;
  const { mine, shared, more, builtIn, open } = await viewsOfList(user, shown, serverNowMs());
  const { list, query, understood } = shown;
  const here = viewHref(list, { id: shown.viewId ?? "", query });
  const openId = open?.view.id;
  const canSave = understood && query !== "" && open?.state !== "shown";
  return (
    <ViewsMenuFrame
      // What was just opened or saved needs no menu any more.
      key={`${openId} ${query}`}
      save={canSave ? { list, query, readers: READERS[list] } : undefined}
      summaryClassName="inline-flex min-h-7 max-w-[min(22rem,70vw)] items-center gap-1.5 rounded border border-control bg-surface px-2.5 text-sm font-medium hover:bg-hover"
      menuClassName="absolute z-30 mt-1 max-h-[70dvh] w-88 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-border bg-surface py-1.5 text-sm shadow-overlay max-sm:inset-x-4 sm:left-0"
      summary={
        <>
          <Bookmark aria-hidden className={clsx("size-3.5 shrink-0", open && "fill-current text-accent")} />
          {open && <span className="sr-only">View: </span>}
          <bdi className="truncate">{open ? open.view.name : "Views"}</bdi>
          {open && open.state !== "shown" && (
            <span className="shrink-0 font-normal text-muted">
              {open.state === "changed" ? "changed" : UNREADABLE}
            </span>
          )}
          <ChevronDown
            aria-hidden
            className="size-3.5 shrink-0 text-muted transition-transform group-open:rotate-180"
          />
        </>
      }
      open={
        open &&
        isSaved(open.view) && (
          <ViewActions view={open.view} state={open.state} {...{ list, query, here, understood }} />
        )
      }
    >
      <ViewGroup title="Mine" views={mine} {...{ list, query, here, openId }} />
      <ViewGroup title="Shared" views={shared} {...{ list, query, here, openId }} />
      {more && <p className="px-3.5 pb-1 text-xs text-muted">{MORE_SHARED}</p>}
      <ViewGroup title="Built in" views={builtIn} {...{ list, query, here, openId }} />
    </ViewsMenuFrame>
  );
}

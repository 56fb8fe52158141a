import clsx from "clsx";
import Check from "lucide-react/icons/check";
import Pin from "lucide-react/icons/pin";
import PinOff from "lucide-react/icons/pin-off";
import Link from "next/link";
import type { View, ViewList } from "@/lib/people";
import { ChangeView } from "./change-view";
import { type BuiltInView, viewHref } from "./list-views";
import { isSaved } from "./views-of-list";
import { PIN, pinNamed } from "./words";

interface ViewGroupProps {
  title: string;
  views: readonly (View | BuiltInView)[];
  list: ViewList;
  query: string;
  here: string;
  openId: string | undefined;
}

/** Views of one kind, each with its way into the navigation. */
export function ViewGroup({ title, views, list, query, here, openId }: ViewGroupProps) {
  if (views.length === 0) return null;
  const headId = `views-${title.replace(" ", "-").toLowerCase()}`;
  return (
    <section aria-labelledby={headId} className="border-t border-border pt-1.5 pb-1 first:border-t-0">
      <h2 id={headId} className="px-3.5 pb-0.5 text-xs font-medium text-muted">
        {title}
      </h2>
      <ul>
        {views.map((view) => (
          <li key={view.id} className="flex items-center gap-1 px-1.5">
            <Link
              href={viewHref(list, view)}
              prefetch={false}
              aria-current={view.id === openId ? "true" : undefined}
              className={clsx(
                "flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded px-2 hover:bg-hover",
                view.id === openId && "font-medium",
              )}
            >
              <bdi className="truncate">{view.name}</bdi>
              {isSaved(view) && !view.isMine && (
                <bdi className="max-w-28 shrink-0 truncate text-xs font-normal text-muted">
                  {view.ownerName}
                </bdi>
              )}
              {isSaved(view) && view.isMine && view.isShared && (
                <span className="shrink-0 text-xs font-normal text-muted">shared</span>
              )}
              {view.id === openId && <Check aria-hidden className="ml-auto size-4 shrink-0 text-accent" />}
            </Link>
            {isSaved(view) && <PinButton view={view} {...{ list, query, here }} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PinButton({
  view,
  list,
  query,
  here,
}: { view: View } & Pick<ViewGroupProps, "list" | "query" | "here">) {
  const label = view.isPinned ? `Unpin ${view.name}` : pinNamed(view.name);
  return (
    <ChangeView id={view.id} {...{ list, query, here }}>
      <button
        type="submit"
        name="do"
        value={view.isPinned ? "unpin" : "pin"}
        title={view.isPinned ? "Unpin" : PIN}
        aria-label={label}
        className={clsx(
          "inline-flex size-8 items-center justify-center rounded hover:bg-hover",
          view.isPinned ? "text-accent" : "text-muted hover:text-text",
        )}
      >
        {view.isPinned ? <PinOff aria-hidden className="size-4" /> : <Pin aria-hidden className="size-4" />}
      </button>
    </ChangeView>
  );
}

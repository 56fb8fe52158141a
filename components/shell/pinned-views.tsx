import { ViewLink } from "./view-link";
import { viewsOf } from "./words";

interface PinnedViewsProps {
  /** The screen that they are views of. */
  label: string;
  views: readonly { id: string; name: string; href: string }[];
}

/** The views that a person pinned, under their list. */
export function PinnedViews({ label, views }: PinnedViewsProps) {
  return (
    <ul aria-label={viewsOf(label)} className="mt-0.5 ml-4.5 flex flex-col border-l border-border pl-2">
      {views.map(({ id, name, href }) => (
        <li key={id}>
          <ViewLink
            id={id}
            href={href}
            title={name}
            className="flex min-h-7 items-center rounded px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-text aria-[current=true]:font-medium aria-[current=true]:text-accent"
          >
            <bdi className="truncate">{name}</bdi>
          </ViewLink>
        </li>
      ))}
    </ul>
  );
}

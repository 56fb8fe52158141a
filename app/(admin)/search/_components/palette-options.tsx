import ArrowRight from "lucide-react/icons/arrow-right";
import Building from "lucide-react/icons/building-2";
import RefreshCw from "lucide-react/icons/refresh-cw";
import ScrollText from "lucide-react/icons/scroll-text";
import type { MouseEvent } from "react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { SearchEntry, SearchGroup } from "../search-entry";

const ICON = {
  company: Building,
  screen: ArrowRight,
  go: ArrowRight,
  audit: ScrollText,
  reconnect: RefreshCw,
} as const;

interface PaletteOptionsProps {
  /** Options are called `id-0` and so on, across the groups. */
  id: string;
  groups: readonly SearchGroup[];
  active: number;
  onChoose: (entry: SearchEntry, event: MouseEvent) => void;
}

/** The palette's list. Options are links: a middle click opens them beside this page. */
export function PaletteOptions({ id, groups, active, onChoose }: PaletteOptionsProps) {
  let next = 0;
  return (
    // Pressing on it must not take the focus from the line.
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Results"
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      className="max-h-[min(26rem,60dvh)] overflow-y-auto px-2 empty:hidden"
    >
      {groups.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a list of options takes groups by their role.
        <div key={title} role="group" aria-label={title} className="py-2">
          <div aria-hidden className="px-2 pb-1 text-xs font-medium text-muted">
            {title}
          </div>
          {entries.map((entry) => {
            const index = next++;
            return (
              <Option
                key={`${entry.label} ${entry.href}`}
                id={`${id}-${index}`}
                entry={entry}
                isActive={index === active}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  entry: SearchEntry;
  isActive: boolean;
  onChoose: PaletteOptionsProps["onChoose"];
}

function Option({ id, entry, isActive, onChoose }: OptionProps) {
  const { kind, label, detail, status, href } = entry;
  const Icon = ICON[kind];
  return (
    <a
      id={id}
      href={href}
      role="option"
      tabIndex={-1}
      draggable={false}
      aria-selected={isActive}
      onClick={(event) => onChoose(entry, event)}
      className="flex min-h-10 scroll-my-2 items-center gap-3 rounded px-2 py-1 hover:bg-hover aria-selected:bg-hover aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 sm:truncate">
        <span className="font-medium wrap-anywhere">{label}</span>{" "}
        {detail && <span className="text-sm text-muted max-sm:block max-sm:truncate sm:ml-1">{detail}</span>}
      </span>
      {status && <StatusBadge status={status} />}
    </a>
  );
}

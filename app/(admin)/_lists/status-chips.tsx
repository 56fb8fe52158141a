import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { STATUS, TONE_ICON } from "@/components/ui/status";
import { type StatusName, statusNames } from "@/lib/health";

interface StatusChipsProps {
  counts: Record<StatusName, number>;
  chosen: StatusName | undefined;
  hrefOf: (status: StatusName | undefined) => string;
}

/** How many connections have each status, and the way to them: one line, which scrolls in itself where it must. */
export function StatusChips({ counts, chosen, hrefOf }: StatusChipsProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const chips = [undefined, ...statusNames].map((status) => ({
    status,
    word: status ? STATUS[status].word : "All",
    count: status ? counts[status] : all,
  }));
  return (
    <nav aria-label="By status" className="min-w-0">
      <ul className="-m-1 flex gap-1 overflow-x-auto p-1 [scrollbar-width:none]">
        {chips.map(({ status, word, count }) => (
          <li key={word} className="shrink-0">
            <Chip href={hrefOf(status)} chosen={chosen === status}>
              {status && <ToneIcon status={status} />}
              {word} <span className="font-medium text-text">{count.toLocaleString("en")}</span>
            </Chip>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface ChipProps {
  href: string;
  chosen: boolean;
  title?: string;
  children: ReactNode;
}

/** A filter that is a link. */
export function Chip({ href, chosen, title, children }: ChipProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      title={title}
      aria-current={chosen ? "true" : undefined}
      className={clsx(
        "inline-flex min-h-8 items-center gap-1.5 rounded-full border px-2 text-xs whitespace-nowrap no-underline transition-colors 2xl:px-3 2xl:text-sm",
        chosen
          ? "border-accent bg-provider-tint font-medium text-accent forced-colors:border-2"
          : "border-border bg-surface text-muted hover:text-text",
      )}
    >
      {children}
    </Link>
  );
}

/** Where the line is short, the words alone tell. */
function ToneIcon({ status }: { status: StatusName }) {
  const Icon = TONE_ICON[STATUS[status].tone];
  return <Icon aria-hidden className="size-3.5 shrink-0 xl:max-2xl:hidden" />;
}

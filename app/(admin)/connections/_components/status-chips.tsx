import clsx from "clsx";
import Link from "next/link";
import { STATUS, TONE_ICON } from "@/components/ui/status";
import { type StatusName, statusNames } from "@/lib/health";
import { type ConnectionListParams, listHref } from "../search-params";

interface StatusChipsProps {
  counts: Record<StatusName, number>;
  params: ConnectionListParams;
}

/** How many connections have each status, and the way to them. */
export function StatusChips({ counts, params }: StatusChipsProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const chips = [undefined, ...statusNames].map((status) => ({
    status,
    word: status ? STATUS[status].word : "All",
    count: status ? counts[status] : all,
  }));
  return (
    <nav aria-label="By status" className="mb-4">
      <ul className="flex flex-wrap gap-2">
        {chips.map(({ status, word, count }) => (
          <li key={word}>
            <Link
              href={listHref({ ...params, status })}
              prefetch={false}
              scroll={false}
              aria-current={params.status === status ? "true" : undefined}
              className={clsx(
                "inline-flex min-h-8 items-center gap-1.5 rounded-full border px-3 text-sm no-underline transition-colors",
                params.status === status
                  ? "border-accent bg-provider-tint font-medium text-accent"
                  : "border-border bg-surface text-muted hover:text-text",
              )}
            >
              {status && <ToneIcon status={status} />}
              {word} <span className="font-medium text-text">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ToneIcon({ status }: { status: StatusName }) {
  const Icon = TONE_ICON[STATUS[status].tone];
  return <Icon aria-hidden className="size-3.5 shrink-0" />;
}

"use client";

import { StatusBadge } from "@/components/ui/status-badge";
import { formatAbsolute } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import type { StatusName } from "@/lib/health";

interface StatusCellProps {
  id: string;
  status: StatusName;
  since: { at: Date; words: string } | null;
  /** The cause in a word or three. */
  brief: string;
  /** Effect and who acts, in a sentence; empty while all is well. */
  explanation: string;
}

/** What a row's link is described by. */
export const sentenceId = (id: string): string => `why-${id}`;

/** The badge, since when and why in a line; roomier rows and readers have the sentence. */
export function StatusCell({ id, status, since, brief, explanation }: StatusCellProps) {
  const timeZone = useTimeZone();
  return (
    <>
      <div className="max-sm:flex max-sm:min-w-0 max-sm:items-center max-sm:gap-2">
        <StatusBadge status={status} className="py-0!" />
        <p title={explanation || undefined} className="truncate text-xs text-muted">
          {since && (
            <time
              dateTime={since.at.toISOString()}
              title={formatAbsolute(since.at, timeZone)}
              suppressHydrationWarning
            >
              <span className="print:hidden">{since.words}</span>
              {/* Paper does not grow older with its reader. */}
              <span className="hidden print:inline">since {formatAbsolute(since.at, timeZone)}</span>
            </time>
          )}
          {since && brief && " · "}
          {brief}
        </p>
      </div>
      {explanation && (
        <p id={sentenceId(id)} className="when-roomy mt-1 text-xs text-muted">
          {explanation}
        </p>
      )}
    </>
  );
}

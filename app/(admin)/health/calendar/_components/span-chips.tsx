import clsx from "clsx";
import Link from "next/link";
import { type CalendarSpan, calendarSpans } from "@/lib/health";
import { HOW_FAR_AHEAD, nextDays } from "../../words";

/** 30 or 90 days, as links. */
export function SpanChips({ chosen }: { chosen?: CalendarSpan }) {
  return (
    <nav aria-label={HOW_FAR_AHEAD} className="mb-4 print:hidden">
      <ul className="flex flex-wrap gap-2">
        {calendarSpans.map((span) => (
          <li key={span}>
            <Link
              href={`/health/calendar?days=${span}`}
              prefetch={false}
              scroll={false}
              aria-current={span === chosen ? "true" : undefined}
              className={clsx(
                "inline-flex min-h-8 items-center rounded-full border px-3 text-sm no-underline transition-colors",
                span === chosen
                  ? "border-accent bg-provider-tint font-medium text-accent"
                  : "border-border bg-surface text-muted hover:text-text",
              )}
            >
              {nextDays(span)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

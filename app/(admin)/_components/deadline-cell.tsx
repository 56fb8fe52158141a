import { Time } from "@/components/ui/time";
import type { Deadline } from "@/lib/health";
import { plural } from "@/lib/text/plural";

/** When a connection ends if nobody acts, and in how many days. */
export function DeadlineCell({ deadline }: { deadline: (Deadline & { daysLeft: number }) | null }) {
  if (!deadline) {
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">None</span>
      </span>
    );
  }
  const { daysLeft, at, kind } = deadline;
  return (
    <>
      <span className="whitespace-nowrap">{daysWords(daysLeft)}</span>
      <span className="block truncate text-xs text-muted max-sm:inline max-sm:before:content-['_·_']">
        <Time at={at} dateOnly />
        {kind === "hard" && <span className="max-sm:hidden">, final</span>}
      </span>
    </>
  );
}

function daysWords(days: number): string {
  if (days === 0) return "Today";
  return plural(days, "day");
}

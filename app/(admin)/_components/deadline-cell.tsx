"use client";

import { Time } from "@/components/ui/time";
import { daysBetween } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import type { Deadline } from "@/lib/health";
import { plural } from "@/lib/text/plural";

/** When a connection ends if nobody acts, and in how many days. */
export function DeadlineCell({ deadline, nowMs }: { deadline: Deadline | null; nowMs: number }) {
  const timeZone = useTimeZone();
  if (!deadline) {
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">None</span>
      </span>
    );
  }
  const { at, kind } = deadline;
  // Counted by the calendar that the date below is of.
  const daysLeft = Math.max(0, daysBetween(nowMs, at, timeZone));
  return (
    <>
      <span className="whitespace-nowrap">{daysWords(daysLeft)}</span>
      <span className="block truncate text-xs text-muted max-sm:inline max-sm:before:content-['_·_']">
        <Time at={at} dateOnly />
        {kind === "hard" && ", final"}
      </span>
    </>
  );
}

function daysWords(days: number): string {
  if (days === 0) return "Today";
  return plural(days, "day");
}

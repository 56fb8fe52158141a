"use client";

import clsx from "clsx";
import { formatAbsolute, type Moment, toDate, UTC } from "./time-format";
import { useTimeZone } from "./time-zone";

interface TimeProps {
  at: Moment;
  /** The day alone. */
  dateOnly?: boolean;
  /** In UTC for everybody, which it says: days that are counted so, and the ends of months. */
  utc?: boolean;
  className?: string;
}

/** An absolute time with its zone, the reader's own: audit rows, deadlines, evidence. */
export function Time({ at, dateOnly = false, utc, className }: TimeProps) {
  const own = useTimeZone();
  const words = formatAbsolute(at, utc ? UTC : own, { dateOnly });
  return (
    <time
      dateTime={toDate(at).toISOString()}
      className={clsx("whitespace-nowrap", className)}
      // A browser whose zones are of another year shows what the server said.
      suppressHydrationWarning
    >
      {utc && dateOnly && own !== UTC ? `${words} UTC` : words}
    </time>
  );
}

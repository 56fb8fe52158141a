"use client";

import clsx from "clsx";
import { formatAbsolute, formatMinute, formatPrecise, type Moment, toDate, UTC } from "./time-format";
import { useTimeZone } from "./time-zone";

interface TimeProps {
  at: Moment;
  /** The day alone. */
  dateOnly?: boolean;
  /** The time of day alone, where the day is known. */
  timeOnly?: boolean;
  /** To the millisecond. */
  precise?: boolean;
  /** In UTC for everybody, which it says: days that are counted so, and the ends of months. */
  utc?: boolean;
  className?: string;
}

/** An absolute time with its zone, the reader's own: audit rows, deadlines, evidence. */
export function Time({ at, className, ...form }: TimeProps) {
  const own = useTimeZone();
  return (
    <time
      dateTime={toDate(at).toISOString()}
      className={clsx("whitespace-nowrap", className)}
      // A browser whose zones are of another year shows what the server said.
      suppressHydrationWarning
    >
      {wordsOf(at, own, form)}
    </time>
  );
}

function wordsOf(
  at: Moment,
  own: string,
  { dateOnly, timeOnly, precise, utc }: Omit<TimeProps, "at" | "className">,
): string {
  const zone = utc ? UTC : own;
  if (precise) return formatPrecise(at, zone);
  if (timeOnly) return formatMinute(at, zone);
  const words = formatAbsolute(at, zone, { dateOnly: dateOnly ?? false });
  return utc && dateOnly && own !== UTC ? `${words} UTC` : words;
}

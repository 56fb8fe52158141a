import clsx from "clsx";
import { formatAbsolute, type Moment, toDate } from "./time-format";

interface TimeProps {
  at: Moment;
  timeZone?: string;
  dateOnly?: boolean;
  className?: string;
}

/** An absolute time with its zone: audit rows, deadlines, evidence. */
export function Time({ at, timeZone, dateOnly, className }: TimeProps) {
  return (
    <time dateTime={toDate(at).toISOString()} className={clsx("whitespace-nowrap", className)}>
      {formatAbsolute(at, { timeZone, dateOnly })}
    </time>
  );
}

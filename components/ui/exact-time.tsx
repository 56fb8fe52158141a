import { formatMinute, formatPrecise, type Moment, toDate } from "./time-format";

interface ExactTimeProps {
  at: Moment;
  /** The reader's. */
  timeZone: string;
  /** The hour and minute alone, where the day is known; otherwise all, to the millisecond. */
  timeOnly?: boolean;
  className?: string;
}

/** A time in a form of its own, which the server writes alone. */
export function ExactTime({ at, timeZone, timeOnly = false, className }: ExactTimeProps) {
  return (
    <time dateTime={toDate(at).toISOString()} className={className}>
      {timeOnly ? formatMinute(at, timeZone) : formatPrecise(at, timeZone)}
    </time>
  );
}

import { DAY_MS } from "@/lib/time/durations";

export type Moment = Date | string | number;

/** The zone of everybody who chose no other, and of whatever is counted by days. */
export const UTC = "UTC";

export function toDate(at: Moment): Date {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Cannot show the time "${String(at)}": not a date`);
  return date;
}

/**
 * Formats a moment with its zone: "3 Mar 2026 09:14 UTC"; with `dateOnly`, "3 Mar 2026".
 *
 * @param timeZone An IANA name; the same on server and browser, or hydration fails.
 * @throws {RangeError} `at` is no date.
 */
export function formatAbsolute(at: Moment, timeZone: string, { dateOnly = false } = {}): string {
  const part = partsOf(at, timeZone);
  const day = `${part.day} ${part.month} ${part.year}`;
  return dateOnly ? day : `${day} ${part.hour}:${part.minute} ${part.timeZoneName}`;
}

/** To the millisecond, for evidence: "2026-03-03 09:14:05.123 UTC". */
export function formatPrecise(at: Moment, timeZone: string): string {
  const part = partsOf(at, timeZone);
  const ms = String(toDate(at).getUTCMilliseconds()).padStart(3, "0");
  return `${formatIsoDay(at, timeZone)} ${part.hour}:${part.minute}:${part.second}.${ms} ${part.timeZoneName}`;
}

/** "09:14 UTC", where the day is known. */
export function formatMinute(at: Moment, timeZone: string): string {
  const part = partsOf(at, timeZone);
  return `${part.hour}:${part.minute} ${part.timeZoneName}`;
}

/** "09:14:05", under a head that names the day and the zone. */
export function formatClock(at: Moment, timeZone: string): string {
  const part = partsOf(at, timeZone);
  return `${part.hour}:${part.minute}:${part.second}`;
}

/** "2026-03-03" */
export function formatIsoDay(at: Moment, timeZone: string): string {
  const part = partsOf(at, timeZone);
  const month = String(MONTHS.indexOf(part.month) + 1).padStart(2, "0");
  return `${part.year}-${month}-${part.day.padStart(2, "0")}`;
}

/** "Tuesday 3 March 2026" */
export function formatLongDay(at: Moment, timeZone: string): string {
  return longDays(timeZone).format(toDate(at)).replace(",", "");
}

/** A zone's own clock at a moment, apart from its name: "UTC", "GMT+13". */
export function zoneOffset(at: Moment, timeZone: string): string {
  return partsOf(at, timeZone).timeZoneName;
}

/** A zone as a sentence names it: "UTC", "America/New York". */
export const zoneWords = (timeZone: string): string => timeZone.replaceAll("_", " ");

/** Days from one moment to another as a zone's calendar counts them. */
export function daysBetween(from: Moment, to: Moment, timeZone: string): number {
  const dayMs = (at: Moment) => Date.parse(formatIsoDay(at, timeZone));
  return Math.round((dayMs(to) - dayMs(from)) / DAY_MS);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type Parts = Record<"day" | "month" | "year" | "hour" | "minute" | "second" | "timeZoneName", string>;

function partsOf(at: Moment, timeZone: string): Parts {
  const parts = moments(timeZone).formatToParts(toDate(at));
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Parts;
}

/**
 * One a zone: making a format takes a hundred times as long as using it, and a list shows hundreds of times. A browser
 * that lacks the zone, as one of another year may, shows UTC and says so.
 */
function formatsIn(locale: string, options: Intl.DateTimeFormatOptions) {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone: string): Intl.DateTimeFormat => {
    let format = formats.get(timeZone);
    if (!format) {
      try {
        format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
      } catch {
        format = new Intl.DateTimeFormat(locale, { ...options, timeZone: UTC });
      }
      formats.set(timeZone, format);
    }
    return format;
  };
}

const moments = formatsIn("en-US", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});
const longDays = formatsIn("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

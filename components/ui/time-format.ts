import { plural } from "@/lib/text/plural";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/time/durations";

export type Moment = Date | string | number;

const SECOND_MS = 1_000;

export function toDate(at: Moment): Date {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Cannot show the time "${String(at)}": not a date`);
  return date;
}

/**
 * Formats a moment with its zone: "3 Mar 2026 09:14 UTC"; with `dateOnly`, "3 Mar 2026".
 *
 * @param timeZone An IANA name; the same on server and browser, or hydration fails.
 * @throws {RangeError} `at` is no date, or the zone is unknown.
 */
export function formatAbsolute(at: Moment, { timeZone = "UTC", dateOnly = false } = {}): string {
  const parts = formatOf(timeZone).formatToParts(toDate(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const day = `${part("day")} ${part("month")} ${part("year")}`;
  return dateOnly ? day : `${day} ${part("hour")}:${part("minute")} ${part("timeZoneName")}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** One a zone: making a format takes a hundred times as long as using it, and a list shows hundreds of times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Formats a moment as seen from `nowMs`: "6 min ago", "in 5 days"; beyond 60 days the date itself. */
export function formatRelative(at: Moment, nowMs: number, timeZone = "UTC"): string {
  const deltaMs = toDate(at).getTime() - nowMs;
  const distanceMs = Math.abs(deltaMs);
  if (distanceMs < 45 * SECOND_MS) return deltaMs > 0 ? "in a moment" : "just now";
  if (distanceMs >= 60 * DAY_MS) return formatAbsolute(at, { timeZone, dateOnly: true });
  const amount = distanceText(distanceMs);
  return deltaMs > 0 ? `in ${amount}` : `${amount} ago`;
}

/** Rounds before it picks the unit, so that 59.6 minutes reads "1 h" and never "60 min". */
function distanceText(distanceMs: number): string {
  const minutes = Math.max(1, Math.round(distanceMs / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(distanceMs / HOUR_MS);
  if (hours < 24) return `${hours} h`;
  return plural(Math.round(distanceMs / DAY_MS), "day");
}

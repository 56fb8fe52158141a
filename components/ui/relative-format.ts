import { plural } from "@/lib/text/plural";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/time/durations";
import { formatAbsolute, type Moment, toDate } from "./time-format";
import { IN_A_MOMENT } from "./words";

const SECOND_MS = 1_000;

/** Formats a moment as seen from `nowMs`: "6 min ago", "in 5 days"; beyond 60 days the date itself. */
export function formatRelative(at: Moment, nowMs: number, timeZone: string): string {
  const deltaMs = toDate(at).getTime() - nowMs;
  const distanceMs = Math.abs(deltaMs);
  if (distanceMs < 45 * SECOND_MS) return deltaMs > 0 ? IN_A_MOMENT : "just now";
  if (distanceMs >= 60 * DAY_MS) return formatAbsolute(at, timeZone, { dateOnly: true });
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

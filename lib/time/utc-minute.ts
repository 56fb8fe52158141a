import { utcClock } from "./utc-clock";
import { utcDay } from "./utc-day";

/** "2026-03-03 09:14", in UTC: a time to people and to spreadsheets alike. */
export function utcMinute(at: Date | number): string {
  return `${utcDay(at)} ${utcClock(at)}`;
}

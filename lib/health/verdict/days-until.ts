import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";

/** Days from now to a moment as a calendar counts them, in UTC like every date shown: 0 is today. */
export function daysUntil(at: Date | number, nowMs: number): number {
  return Math.max(0, (dayStart(Number(at)) - dayStart(nowMs)) / DAY_MS);
}

/** "today", "tomorrow", "in 3 days" */
export function inDays(days: number): string {
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

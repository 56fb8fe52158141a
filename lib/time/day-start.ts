import { DAY_MS } from "./durations";

/** Midnight in UTC of the day that holds a moment. */
export function dayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

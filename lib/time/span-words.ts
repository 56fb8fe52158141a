import { plural } from "@/lib/text/plural";
import { MINUTE_MS } from "./durations";

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** "less than a minute", "12 min", "3 h 12 min", "2 days 4 h". */
export function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return "less than a minute";
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < HOUR_MINUTES) return `${minutes} min`;
  const [hours, days] = [Math.floor(minutes / HOUR_MINUTES), Math.floor(minutes / DAY_MINUTES)];
  const rest = (amount: number, unit: string) => (amount > 0 ? ` ${amount} ${unit}` : "");
  if (minutes < DAY_MINUTES) return `${hours} h${rest(minutes % HOUR_MINUTES, "min")}`;
  return `${plural(days, "day")}${rest(hours % 24, "h")}`;
}

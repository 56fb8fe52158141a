import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";

const DAYS_ALONE = 10;

/** For a row's narrow cell: "< 1 m", "12 m", "3 h 20 m", "1 d 18 h", "40 d". */
export function shortSpan(ms: number): string {
  if (ms < MINUTE_MS) return "< 1 m";
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (days >= DAYS_ALONE) return `${days} d`;
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} m` : `${hours} h`;
  return `${minutes} m`;
}

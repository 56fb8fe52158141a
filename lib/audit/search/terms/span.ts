import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/time/durations";

/** Times before now that a filter offers to begin at; `all` is without a beginning. */
export const auditSpans = ["1h", "24h", "7d", "30d", "90d", "1y", "all"] as const;
/** One of those, or a number of minutes, hours, days or weeks, such as "3d". */
export type AuditSpan = (typeof auditSpans)[number] | `${number}${"m" | "h" | "d" | "w"}`;
export const DEFAULT_SPAN: AuditSpan = "7d";

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS } as const;
const UNIT_WORDS = { m: "minutes", h: "hours", d: "days", w: "weeks", y: "years" } as const;
const LONGEST_MS = 10 * 365 * DAY_MS;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** @returns Undefined where a text is no time to count back from now. */
export function readSpan(text: string): AuditSpan | undefined {
  const span = text.toLowerCase() as AuditSpan;
  if (span === "all" || span === "1y") return span;
  if (!/^[1-9]\d{0,5}[mhdw]$/.test(span) || spanMs(span) > LONGEST_MS) return undefined;
  return span;
}

export function spanMs(span: Exclude<AuditSpan, "all">): number {
  return Number(span.slice(0, -1)) * UNIT_MS[unitOf(span)];
}

/** "3 days" for "3d". */
export function spanText(span: Exclude<AuditSpan, "all">): string {
  const words = UNIT_WORDS[unitOf(span)];
  const count = Number(span.slice(0, -1));
  return count === 1 ? `1 ${words.slice(0, -1)}` : `${count} ${words}`;
}

/** The beginning in UTC of the latest day of this name, today included; undefined where a text names none. */
export function readWeekday(text: string, nowMs: number): number | undefined {
  const lower = text.toLowerCase();
  const wanted = lower.length < 3 ? -1 : WEEKDAYS.findIndex((day) => day.startsWith(lower));
  if (wanted < 0) return undefined;
  const todayMs = nowMs - (nowMs % DAY_MS);
  return todayMs - ((new Date(todayMs).getUTCDay() - wanted + 7) % 7) * DAY_MS;
}

const unitOf = (span: string) => span.slice(-1) as keyof typeof UNIT_MS;

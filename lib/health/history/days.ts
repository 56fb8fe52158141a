import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";
import { type PastStatus, type Segment, worstOf } from "./history";

const SHOWN_DAYS = 90;

/** One UTC day of a connection. */
export interface Day {
  /** Its midnight. */
  startMs: number;
  /** The worst of the day. */
  status: PastStatus;
  /** The longest segment of that worst, for words; today's ends now. */
  fromMs: number;
  toMs: number;
  cause: Segment["cause"];
  /** What was on record of that segment. */
  message: Segment["message"];
}

/** The window of the last days, today counted to now. */
export function windowOfDays(nowMs: number, days: number = SHOWN_DAYS): { fromMs: number; toMs: number } {
  return { fromMs: dayStart(nowMs) - (days - 1) * DAY_MS, toMs: nowMs };
}

/** The worst state of each UTC day, oldest first. @param segments Without gaps over the window. */
export function daysOf(
  segments: readonly Segment[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Day[] {
  const days: Day[] = [];
  let index = 0;
  for (let startMs = fromMs; startMs < toMs; startMs += DAY_MS) {
    const endMs = Math.min(startMs + DAY_MS, toMs);
    while (index < segments.length && (segments[index]?.toMs ?? 0) <= startMs) index++;
    const whole = segments[index];
    if (whole && whole.fromMs <= startMs && whole.toMs >= endMs) {
      const { status, cause, message } = whole;
      days.push({ startMs, status, fromMs: startMs, toMs: endMs, cause, message });
      continue;
    }
    const within: Segment[] = [];
    for (let at = index; at < segments.length && (segments[at]?.fromMs ?? endMs) < endMs; at++) {
      const segment = segments[at];
      if (segment)
        within.push({
          ...segment,
          fromMs: Math.max(segment.fromMs, startMs),
          toMs: Math.min(segment.toMs, endMs),
        });
    }
    days.push(dayOf(within, startMs, endMs));
  }
  return days;
}

function dayOf(within: readonly Segment[], startMs: number, endMs: number): Day {
  const status = worstOf(within.map((segment) => segment.status));
  const segments = within.filter((segment) => segment.status === status);
  const [longest] = segments.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  return {
    startMs,
    status,
    fromMs: longest?.fromMs ?? startMs,
    toMs: longest?.toMs ?? endMs,
    cause: longest?.cause ?? null,
    message: longest?.message ?? null,
  };
}

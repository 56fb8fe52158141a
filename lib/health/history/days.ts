import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";
import { type PastStatus, type Stretch, worstOf } from "./history";

const SHOWN_DAYS = 90;

/** One UTC day of a connection. */
export interface Day {
  /** Its midnight. */
  startMs: number;
  /** The worst of the day. */
  status: PastStatus;
  /** The longest spell of that worst, for words; today's ends now. */
  fromMs: number;
  toMs: number;
  cause: Stretch["cause"];
  /** What was on record of that spell. */
  message: Stretch["message"];
}

/** The window of the last days, today counted to now. */
export function windowOfDays(nowMs: number, days: number = SHOWN_DAYS): { fromMs: number; toMs: number } {
  return { fromMs: dayStart(nowMs) - (days - 1) * DAY_MS, toMs: nowMs };
}

/** The worst state of each UTC day, oldest first. @param stretches Without gaps over the window. */
export function daysOf(
  stretches: readonly Stretch[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Day[] {
  const days: Day[] = [];
  let index = 0;
  for (let startMs = fromMs; startMs < toMs; startMs += DAY_MS) {
    const endMs = Math.min(startMs + DAY_MS, toMs);
    while (index < stretches.length && (stretches[index]?.toMs ?? 0) <= startMs) index++;
    const within: Stretch[] = [];
    for (let at = index; at < stretches.length && (stretches[at]?.fromMs ?? endMs) < endMs; at++) {
      const stretch = stretches[at];
      if (stretch)
        within.push({
          ...stretch,
          fromMs: Math.max(stretch.fromMs, startMs),
          toMs: Math.min(stretch.toMs, endMs),
        });
    }
    days.push(dayOf(within, startMs, endMs));
  }
  return days;
}

function dayOf(within: readonly Stretch[], startMs: number, endMs: number): Day {
  const status = worstOf(within.map((stretch) => stretch.status));
  const spells = within.filter((stretch) => stretch.status === status);
  const [longest] = spells.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  return {
    startMs,
    status,
    fromMs: longest?.fromMs ?? startMs,
    toMs: longest?.toMs ?? endMs,
    cause: longest?.cause ?? null,
    message: longest?.message ?? null,
  };
}

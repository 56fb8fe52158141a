import type { VirtualClock } from "../simulator/clock";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Nothing is planned for the last minutes, so that playing ends before the real time comes. */
const REST_MS = 2 * MINUTE_MS;

/** What is to happen when, planned in any order and played in the order of time. */
export interface Timeline {
  /** So many days before today, at an hour of that day in UTC; 14.5 is half past two. */
  moment(daysAgo: number, hour: number): number;
  minutesAgo(minutes: number): number;
  /** Plans something; what would lie in the last minutes or the future is left out. */
  at(atMs: number, run: () => Promise<unknown> | unknown): void;
  /** 0 is Sunday. */
  weekday(daysAgo: number): number;
  /**
   * Plays it all, moving the clock from event to event, and ends at the real time.
   *
   * @param onEvent Told after each how many of all have been played.
   */
  play(onEvent?: (played: number, all: number) => void): Promise<{ events: number }>;
}

/** @param nowMs The real time at which the demo's past ends. */
export function createTimeline(clock: VirtualClock, nowMs: number): Timeline {
  const events: { atMs: number; run: () => Promise<unknown> | unknown }[] = [];
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return {
    moment: (daysAgo, hour) => today - daysAgo * DAY_MS + hour * HOUR_MS,
    minutesAgo: (minutes) => nowMs - minutes * MINUTE_MS,
    at: (atMs, run) => {
      if (atMs <= nowMs - REST_MS) events.push({ atMs, run });
    },
    weekday: (daysAgo) => new Date(today - daysAgo * DAY_MS).getUTCDay(),
    play: async (onEvent) => {
      const planned = events.sort((a, b) => a.atMs - b.atMs);
      // The clock goes on by itself, so that a time to set may be past by the time it is set.
      const goTo = (ms: number) => clock.advance(Math.max(0, ms - clock.nowMs()));
      for (const [index, { atMs, run }] of planned.entries()) {
        goTo(atMs);
        await run();
        onEvent?.(index + 1, planned.length);
      }
      goTo(Date.now());
      return { events: planned.length };
    },
  };
}

"use client";

import clsx from "clsx";
import { useSyncExternalStore } from "react";
import { formatRelative } from "./relative-format";
import { formatAbsolute, type Moment, toDate } from "./time-format";
import { useTimeZone } from "./time-zone";

const STEP_MS = 15_000;
const FASTEST_TICK_MS = 1_000;

/** Where the server's time runs otherwise than the world's, the page says so: its time when it was made, and its rate. */
function pageClock(): { madeAtMs: number; rate: number } | undefined {
  const [madeAtMs, rate] = (document.documentElement.dataset.clock ?? "").split(" ").map(Number);
  return madeAtMs && rate ? { madeAtMs, rate } : undefined;
}

function subscribe(onTick: () => void): () => void {
  const tickMs = Math.max(STEP_MS / (pageClock()?.rate ?? 1), FASTEST_TICK_MS);
  const timer = setInterval(onTick, tickMs);
  return () => clearInterval(timer);
}

/** Rounded to the step, so that renders between two ticks agree; up, so that what just happened is never to come. */
function readClock(): number {
  const clock = pageClock();
  const nowMs = clock ? clock.madeAtMs + performance.now() * clock.rate : Date.now();
  return Math.ceil(nowMs / STEP_MS) * STEP_MS;
}

interface RelativeTimeProps {
  at: Moment;
  /** The server's time of the page: where the absolute time has no room even before scripts run. */
  seenFromMs?: number;
  className?: string;
}

/**
 * "6 min ago", with the absolute time on hover and focus and always read out.
 * The server and the first render show the absolute time, or the page's own: both sides agree without sharing a clock.
 */
export function RelativeTime({ at, seenFromMs, className }: RelativeTimeProps) {
  const timeZone = useTimeZone();
  const nowMs = useSyncExternalStore<number | null>(subscribe, readClock, () => seenFromMs ?? null);
  const iso = toDate(at).toISOString();
  const absolute = formatAbsolute(at, timeZone);
  if (nowMs === null) {
    return (
      <time dateTime={iso} className={clsx("whitespace-nowrap", className)} suppressHydrationWarning>
        {absolute}
      </time>
    );
  }
  return (
    <time
      dateTime={iso}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the absolute time must be reachable by keyboard too.
      tabIndex={0}
      className={clsx("group relative inline-block whitespace-nowrap rounded-sm", className)}
    >
      <span className="print:hidden">{formatRelative(at, nowMs, timeZone)}</span>
      <span className="sr-only print:hidden">, {absolute}</span>
      {/* Paper does not grow older with its reader. */}
      <span aria-hidden className="hidden print:inline">
        {absolute}
      </span>
      <span
        aria-hidden
        className="invisible absolute print:hidden bottom-full left-0 z-20 rounded-sm border border-border bg-surface px-2 py-0.5 text-xs text-text opacity-0 shadow-overlay transition-opacity group-hover:visible group-hover:opacity-100 group-focus-visible:visible group-focus-visible:opacity-100"
      >
        {absolute}
      </span>
    </time>
  );
}

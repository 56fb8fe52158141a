"use client";

import clsx from "clsx";
import { type KeyboardEvent, type PointerEvent, useId, useState, useSyncExternalStore } from "react";
import { DAY_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { STATUS } from "./status";
import { formatAbsolute } from "./time-format";

const WEEK = 7;
const STEP = 3;
const WIDTH = 2.2;
const HEIGHT = 28;

/** A day's letter, what it is called, and how it is drawn: worse is higher, so that nothing rests on colour alone. */
const LOOKS = {
  r: { word: STATUS.needs_reconnecting.word, fill: "fill-bar-bad", height: HEIGHT },
  p: { word: STATUS.provider_trouble.word, fill: "fill-bar-soon", height: 20 },
  e: { word: STATUS.expiring_soon.word, fill: "fill-bar-soon", height: 16 },
  w: { word: STATUS.working.word, fill: "fill-bar-ok", height: 11 },
  d: { word: STATUS.disconnected.word, fill: "fill-bar-none", height: 4 },
  u: { word: "No record", fill: "fill-bar-none", height: 2 },
} as const;
export type DayLetter = keyof typeof LOOKS;

export interface DayBarsProps {
  /** Whose days these are. */
  label: string;
  /** One letter a day, oldest first. */
  letters: string;
  firstDayMs: number;
  /** More than the word of a day, by its index. */
  notes: Readonly<Record<number, string>>;
  /** All of it in a line, shown until a day is chosen. */
  summary: string;
  /** An address that a day in the form 2026-03-31 is added to. */
  dayHref?: string;
  className?: string;
}

const subscribe = () => () => {};

/** A bar a day. With scripts the arrow keys and the pointer move through the days, and the line below tells each. */
export function DayBars({ label, letters, firstDayMs, notes, summary, dayHref, className }: DayBarsProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const scripted = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
  const lineId = useId();
  const last = letters.length - 1;
  const dayMs = (index: number) => firstDayMs + index * DAY_MS;
  const wordsOf = (index: number) => {
    const note = notes[index];
    const word = LOOKS[letters[index] as DayLetter]?.word ?? "";
    return `${formatAbsolute(dayMs(index), { dateOnly: true })}: ${note ?? word}`;
  };

  function move(event: KeyboardEvent) {
    const at = chosen ?? last;
    const next = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    };
    const byWeek = { PageUp: at + WEEK, PageDown: at - WEEK };
    const to = { ...next, ...byWeek }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, to)));
  }

  function point(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * letters.length);
    setChosen(Math.min(last, Math.max(0, at)));
  }

  const slider = scripted && {
    role: "slider",
    tabIndex: 0,
    "aria-valuemin": 0,
    "aria-valuemax": last,
    "aria-valuenow": chosen ?? last,
    "aria-valuetext": wordsOf(chosen ?? last),
    "aria-describedby": lineId,
    onKeyDown: move,
    onFocus: () => setChosen((before) => before ?? last),
    onPointerMove: point,
    onPointerDown: point,
  };
  return (
    <div className={clsx("min-w-0", className)}>
      <div
        role="img"
        aria-label={`${label}. ${summary}`}
        {...slider}
        className="relative z-1 rounded-sm py-0.5"
      >
        <Bars letters={letters} chosen={chosen} />
      </div>
      <p id={lineId} className="mt-1 text-xs text-muted">
        {chosen === null ? summary : wordsOf(chosen)}
        {chosen !== null && dayHref && (
          <>
            {" "}
            <a
              href={`${dayHref}${utcDay(dayMs(chosen))}`}
              className="relative z-1 underline underline-offset-2 print:hidden"
            >
              Everyone that day
            </a>
          </>
        )}
      </p>
    </div>
  );
}

/** One path a look instead of one element a day. */
function Bars({ letters, chosen }: { letters: string; chosen: number | null }) {
  return (
    <svg
      viewBox={`0 0 ${letters.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-7 w-full"
    >
      {chosen !== null && (
        <rect x={chosen * STEP - 0.4} y={0} width={STEP} height={HEIGHT} className="fill-hover" />
      )}
      {(Object.keys(LOOKS) as DayLetter[]).map((letter) => {
        const { fill, height } = LOOKS[letter];
        const bars = [...letters].map((each, index) =>
          each === letter ? `M${index * STEP} ${HEIGHT - height}h${WIDTH}v${height}h-${WIDTH}z` : "",
        );
        return <path key={letter} d={bars.join("")} className={fill} />;
      })}
      {chosen !== null && (
        <rect x={chosen * STEP} y={HEIGHT - 1.5} width={WIDTH} height={1.5} className="fill-text" />
      )}
    </svg>
  );
}

"use client";

import clsx from "clsx";
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useId,
  useState,
  useSyncExternalStore,
} from "react";
import { DAY_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { Bars, dayWord } from "./bars";
import { formatAbsolute, UTC } from "./time-format";
import { THAT_DAY } from "./words";

const WEEK = 7;

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
  /** At the bars' end, in a row without room for the summary: that is told on focus, and what a day was above the row. */
  ending?: ReactNode;
  className?: string;
}

const subscribe = () => () => {};

/** A bar a day. With scripts the arrow keys and the pointer move through the days, and the line below tells each. */
export function DayBars(props: DayBarsProps) {
  const { label, letters, firstDayMs, notes, summary, dayHref, ending, className } = props;
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
    return `${formatAbsolute(dayMs(index), UTC, { dateOnly: true })}: ${note ?? dayWord(letters[index])}`;
  };

  const inRow = ending !== undefined;

  function leave(event: FocusEvent<HTMLElement> | PointerEvent<HTMLElement>) {
    const staysIn = event.type === "blur" ? event.relatedTarget : document.activeElement;
    if (!event.currentTarget.contains(staysIn as Node | null)) setChosen(null);
  }

  function move(event: KeyboardEvent) {
    if (event.key === "Escape" && inRow) setChosen(null);
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
    <div
      className={clsx("min-w-0", inRow && "relative", className)}
      {...(inRow && { onBlur: leave, onPointerLeave: leave })}
    >
      <div className={clsx(inRow && "flex items-center gap-2")}>
        <div
          role="img"
          aria-label={`${label}. ${summary}`}
          {...slider}
          className="relative z-1 min-w-0 flex-1 rounded-sm py-0.5"
        >
          <Bars letters={letters} chosen={chosen} className={inRow ? "h-6" : "h-7"} />
        </div>
        {ending}
      </div>
      {inRow && <p className="when-roomy mt-1 text-xs text-muted">{summary}</p>}
      <p
        id={lineId}
        className={clsx(
          "text-xs",
          inRow
            ? "absolute bottom-full left-0 z-20 w-max max-w-80 rounded-sm border border-border bg-surface px-2 py-1 text-text shadow-overlay print:hidden"
            : "mt-1 text-muted",
          inRow && chosen === null && "hidden",
        )}
      >
        {chosen === null ? summary : wordsOf(chosen)}
        {inRow && chosen !== null && <span className="block text-muted">{summary}</span>}
        {chosen !== null && dayHref && (
          <>
            {" "}
            <a
              href={`${dayHref}${utcDay(dayMs(chosen))}`}
              className="relative z-1 underline underline-offset-2 print:hidden"
            >
              {THAT_DAY}
            </a>
          </>
        )}
      </p>
    </div>
  );
}

import clsx from "clsx";
import { useId } from "react";
import { AS_TABLE } from "./words";

const STEP = 10;
const WIDTH = 7.5;
const HEIGHT = 100;
/** What is there at all is seen, however small beside the highest bar. */
const LEAST = 2;

/** One kind of thing that is counted, and how it looks. */
export interface PlotPart {
  label: string;
  tone: "ok" | "soon" | "bad" | "provider" | "none";
}

export interface PlotBar {
  /** When it was, in words. */
  label: string;
  /** One for each part, in their order. */
  values: readonly number[];
  /** More about it, for the table. */
  note?: string;
  /** Where what it counts is listed. */
  href?: string | undefined;
}

interface BarPlotProps {
  title: string;
  /** All of it in a line. */
  summary: string;
  /** What the first column of the table holds. */
  unit: string;
  /** From the bottom of a bar to its top. */
  parts: readonly PlotPart[];
  /** Oldest first. */
  bars: readonly PlotBar[];
  /** The heading of the notes, where the bars have any. */
  noteLabel?: string;
}

const FILL: Record<PlotPart["tone"], string> = {
  ok: "fill-bar-ok",
  soon: "fill-bar-soon",
  bad: "fill-bar-bad",
  provider: "fill-provider",
  none: "fill-bar-none",
};

const SWATCH: Record<PlotPart["tone"], string> = {
  ok: "bg-bar-ok",
  soon: "bg-bar-soon",
  bad: "bg-bar-bad",
  provider: "bg-provider",
  none: "bg-bar-none",
};

/** Bars drawn by the server, and the same as a table. With a pointer each bar is a link; the table has the links for keys. */
export function BarPlot({ title, summary, unit, parts, bars, noteLabel }: BarPlotProps) {
  const titleId = useId();
  const highest = Math.max(1, ...bars.map(({ values }) => total(values)));
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <section aria-labelledby={titleId} className="min-w-0 rounded-lg border border-border bg-surface p-4">
      <h2 id={titleId} className="font-semibold">
        {title}
      </h2>
      <p className="text-sm text-muted">{summary}</p>
      <div className="mt-3">
        <div className="flex items-start gap-2">
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="block h-24 min-w-0 flex-1 border-b border-border forced-colors:fill-[CanvasText]"
          >
            {bars.map((bar, index) => (
              <Bar key={bar.label} bar={bar} x={index * STEP} parts={parts} highest={highest} />
            ))}
          </svg>
          <span aria-hidden="true" className="text-xs text-muted tabular-nums">
            {highest.toLocaleString("en")}
          </span>
        </div>
        <div aria-hidden="true" className="mt-1 flex justify-between gap-2 text-xs text-muted">
          <span>{first?.label}</span>
          <span className="mr-6">{last?.label}</span>
        </div>
      </div>
      <ul aria-label="Legend" className="mt-2 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
        {parts.map(({ label, tone }) => (
          <li key={label} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={clsx("size-2 rounded-xs", SWATCH[tone])} />
            {label}
          </li>
        ))}
      </ul>
      <details className="mt-1">
        <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
          {AS_TABLE}
        </summary>
        <BarTable {...{ title, unit, parts, bars, noteLabel }} />
      </details>
    </section>
  );
}

interface BarProps {
  bar: PlotBar;
  x: number;
  parts: readonly PlotPart[];
  highest: number;
}

function Bar({ bar, x, parts, highest }: BarProps) {
  let top = HEIGHT;
  const drawn = (
    <>
      <title>{wordsOf(bar, parts)}</title>
      <rect x={x} y={0} width={STEP} height={HEIGHT} className="fill-transparent hover:fill-hover" />
      {parts.map(({ label, tone }, at) => {
        const value = bar.values[at] ?? 0;
        if (value === 0) return null;
        const height = Math.max(LEAST, (value / highest) * HEIGHT);
        top -= height;
        const place = { x: x + (STEP - WIDTH) / 2, y: top, width: WIDTH, height };
        return <rect key={label} {...place} className={clsx("pointer-events-none", FILL[tone])} />;
      })}
    </>
  );
  return bar.href ? (
    <a href={bar.href} tabIndex={-1}>
      {drawn}
    </a>
  ) : (
    <g>{drawn}</g>
  );
}

function BarTable({ title, unit, parts, bars, noteLabel }: Omit<BarPlotProps, "summary">) {
  return (
    <table aria-label={title} className="mt-1 w-full text-left text-sm">
      <thead>
        <tr>
          <th scope="col">{unit}</th>
          {parts.map(({ label }) => (
            <th key={label} scope="col" className="pl-3 text-right font-medium">
              {label}
            </th>
          ))}
          {noteLabel && (
            <th scope="col" className="pl-3 text-right font-medium">
              {noteLabel}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {bars.toReversed().map(({ label, values, href, note }) => (
          <tr key={label} className="border-t border-border">
            <th scope="row" className="py-1 font-normal whitespace-nowrap">
              {href ? (
                <a href={href} className="underline underline-offset-2">
                  {label}
                </a>
              ) : (
                label
              )}
            </th>
            {parts.map((part, at) => (
              <td key={part.label} className="py-1 pl-3 text-right tabular-nums">
                {(values[at] ?? 0).toLocaleString("en")}
              </td>
            ))}
            {noteLabel && <td className="py-1 pl-3 text-right tabular-nums">{note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function wordsOf({ label, values, note }: PlotBar, parts: readonly PlotPart[]): string {
  const counted = parts.map((part, at) => `${part.label} ${(values[at] ?? 0).toLocaleString("en")}`);
  return [`${label}: ${counted.join(", ")}`, note].filter(Boolean).join("; ");
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

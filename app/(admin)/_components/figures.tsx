import { BarPlot, type PlotBar, type PlotPart } from "@/components/ui/bar-plot";
import { formatAbsolute, UTC } from "@/components/ui/time-format";
import type { Figure } from "@/lib/audit";
import type { DailyStatus, StatusName } from "@/lib/health";
import { statusWords } from "@/lib/text/status-words";
import { DAY_MS, HOUR_MS } from "@/lib/time/durations";
import { utcClock } from "@/lib/time/utc-clock";
import { utcDay } from "@/lib/time/utc-day";
import { auditHref } from "../audit/search-params";
import type { OverviewFigures } from "../load-figures";
import { BY_STATUS, BY_STATUS_WHEN, OVER_30_S, REFRESHES, REQUESTS, refreshesIn, requestsIn } from "./words";

interface FiguresProps {
  /** Now. */
  counts: Record<StatusName, number>;
  figures: OverviewFigures;
  mayReadAudit: boolean;
}

/** The last thirty days and 24 hours as three pictures; each bar leads to what it counts. */
export function Figures({ counts, figures, mayReadAudit }: FiguresProps) {
  return (
    <div className="mt-6 grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      <Statuses counts={counts} days={figures.days} />
      <Refreshes figures={figures.refreshesByDay} mayReadAudit={mayReadAudit} />
      <TokenRequests figures={figures.vendsByHour} mayReadAudit={mayReadAudit} />
    </div>
  );
}

const DRAWN = {
  working: "ok",
  expiring_soon: "soon",
  provider_trouble: "provider",
  needs_reconnecting: "bad",
} as const satisfies Partial<Record<StatusName, PlotPart["tone"]>>;
const DRAWN_NAMES = Object.keys(DRAWN) as (keyof typeof DRAWN)[];

function Statuses({ counts, days }: { counts: Record<StatusName, number>; days: readonly DailyStatus[] }) {
  const valuesOf = (of: Record<StatusName, number>) => DRAWN_NAMES.map((name) => of[name]);
  const bars: PlotBar[] = days.map(({ dayMs, counts: then }) => ({
    label: dayWords(dayMs),
    values: valuesOf(then),
    href: `/health?on=${utcDay(dayMs)}`,
  }));
  bars.push({ label: "Now", values: valuesOf(counts), href: "/health" });
  return (
    <BarPlot
      title={BY_STATUS}
      summary={BY_STATUS_WHEN}
      unit="Day"
      parts={DRAWN_NAMES.map((name) => ({ label: statusWords[name], tone: DRAWN[name] }))}
      bars={bars}
    />
  );
}

const OUTCOMES: readonly PlotPart[] = [
  { label: "Succeeded", tone: "ok" },
  { label: "Failed", tone: "bad" },
];

interface FiguresOf {
  figures: readonly Figure[];
  mayReadAudit: boolean;
}

function Refreshes({ figures, mayReadAudit }: FiguresOf) {
  const { all, failed } = totalsOf(figures);
  return (
    <BarPlot
      title={REFRESHES}
      summary={refreshesIn(all, failed, figures.length)}
      unit="Day"
      parts={OUTCOMES}
      bars={figures.map(({ startMs, succeeded, failed }) => ({
        label: dayWords(startMs),
        values: [succeeded, failed],
        href: mayReadAudit ? rowsHref("token.refresh", startMs, DAY_MS) : undefined,
      }))}
    />
  );
}

function TokenRequests({ figures, mayReadAudit }: FiguresOf) {
  const { all, failed } = totalsOf(figures);
  return (
    <BarPlot
      title={REQUESTS}
      summary={requestsIn(all, failed, figures.length)}
      unit="Hour"
      parts={[{ label: "Served", tone: "ok" }, OUTCOMES[1] as PlotPart]}
      noteLabel="95 % within"
      bars={figures.map(({ startMs, succeeded, failed, p95Ms }) => ({
        label: hourWords(startMs),
        values: [succeeded, failed],
        note: p95Words(p95Ms),
        href: mayReadAudit ? rowsHref("token.vend", startMs, HOUR_MS) : undefined,
      }))}
    />
  );
}

function totalsOf(figures: readonly Figure[]): { all: number; failed: number } {
  const failed = figures.reduce((sum, figure) => sum + figure.failed, 0);
  return { failed, all: failed + figures.reduce((sum, figure) => sum + figure.succeeded, 0) };
}

function p95Words(p95Ms: number | undefined): string {
  if (p95Ms === undefined) return "–";
  return p95Ms === Number.POSITIVE_INFINITY ? OVER_30_S : `${p95Ms.toLocaleString("en")} ms`;
}

function rowsHref(operation: string, startMs: number, lengthMs: number): string {
  const filter = { span: "7d", operation, fromMs: startMs, toMs: startMs + lengthMs } as const;
  return auditHref({ filter });
}

/** "3 Mar": the year is near. */
function dayWords(dayMs: number): string {
  return formatAbsolute(dayMs, UTC, { dateOnly: true }).replace(/ \d{4}$/, "");
}

function hourWords(hourMs: number): string {
  return `${dayWords(hourMs)} ${utcClock(hourMs)}`;
}

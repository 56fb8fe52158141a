import type { ReadDeps } from "@/lib/db";
import { DAY_MS, HOUR_MS } from "@/lib/time/durations";
import type { Figured } from "./roll-up";
import { percentileMs } from "./slowness";

/** What an operation came to within an hour or a day. */
export interface Figure {
  /** The beginning of the hour or day, UTC, epoch milliseconds. */
  startMs: number;
  succeeded: number;
  failed: number;
  /** What 95 of 100 took at most: the upper end of a class, Infinity for the open one; undefined when there were none. */
  p95Ms: number | undefined;
}

export interface FigureQuestion {
  operation: Figured;
  per: "hour" | "day";
  /** How many hours or days back; the present one is the last. */
  last: number;
}

interface CountedRow {
  startMs: number;
  outcome: string;
  slowness: number;
  count: number;
}

const STEP_MS = { hour: HOUR_MS, day: DAY_MS } as const;

/** How often an operation happened in each of the last hours or days, oldest first; those without any are there, too. */
export async function readFigures(
  { database, clock }: ReadDeps,
  question: FigureQuestion,
): Promise<Figure[]> {
  const { operation, per, last } = question;
  const stepMs = STEP_MS[per];
  const presentMs = Math.floor(clock.nowMs() / stepMs) * stepMs;
  const firstMs = presentMs - (last - 1) * stepMs;
  const rows = await database.query<CountedRow>(
    `SELECT (extract(epoch FROM date_trunc($3, hour, 'UTC')) * 1000)::float8 AS "startMs", outcome, slowness,
       sum(count)::float8 AS count
     FROM "HourlyFigure" WHERE operation = $1 AND hour >= $2 GROUP BY 1, 2, 3`,
    [operation, new Date(firstMs), per],
  );
  return Array.from({ length: last }, (_, index) => {
    const startMs = firstMs + index * stepMs;
    return { startMs, ...totalsOf(rows.filter((row) => row.startMs === startMs)) };
  });
}

function totalsOf(rows: readonly CountedRow[]): Omit<Figure, "startMs"> {
  const bySlowness = new Map<number, number>();
  let [succeeded, failed] = [0, 0];
  for (const { outcome, slowness, count } of rows) {
    if (outcome === "success") succeeded += count;
    else failed += count;
    bySlowness.set(slowness, (bySlowness.get(slowness) ?? 0) + count);
  }
  return { succeeded, failed, p95Ms: percentileMs(bySlowness, 0.95) };
}

import { Time } from "@/components/ui/time";
import type { ConnectionHealth, Day } from "@/lib/health";
import { noteOf } from "../../health/day-words";
import { DAYS_AS_TABLE, daysNewestFirst, WORST_STATUS } from "../words";

/** The bars as a table: days of one kind together, newest first. */
export function DayTable({ health }: { health: ConnectionHealth }) {
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-6 items-center rounded-sm text-sm underline underline-offset-2">
        {DAYS_AS_TABLE}
      </summary>
      <table className="mt-2 w-full max-w-2xl text-sm">
        <caption className="sr-only">{daysNewestFirst(health.providerName, health.days.length)}</caption>
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th scope="col" className="py-1 pr-4 font-medium">
              Days
            </th>
            <th scope="col" className="py-1 font-medium">
              {WORST_STATUS}
            </th>
          </tr>
        </thead>
        <tbody>
          {runsOf(health.days)
            .reverse()
            .map(({ first, last }) => (
              <tr key={first.startMs} className="border-b border-border last:border-0">
                <th scope="row" className="py-1 pr-4 text-left align-top font-normal">
                  <Time at={first.startMs} dateOnly utc />
                  {last !== first && (
                    <>
                      {" "}
                      to <Time at={last.startMs} dateOnly utc />
                    </>
                  )}
                </th>
                <td className="py-1">{noteOf(last === first ? first : wholeDays(first), health)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}

interface Run {
  first: Day;
  last: Day;
}

function runsOf(days: readonly Day[]): Run[] {
  const runs: Run[] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run.last.status === day.status && run.last.cause === day.cause) run.last = day;
    else runs.push({ first: day, last: day });
  }
  return runs;
}

/** Times are shown for one day only: over several they mean nothing. */
function wholeDays(day: Day): Day {
  return { ...day, fromMs: day.startMs, toMs: Number.POSITIVE_INFINITY };
}

import clsx from "clsx";
import Link from "next/link";
import { Sparkline } from "@/components/ui/sparkline";
import { STATUS, type StatusTone, TONE_ICON } from "@/components/ui/status";
import { type DailyStatus, type StatusName, statusNames } from "@/lib/health";
import { BY_STATUS, sinceYesterday } from "./words";

interface StatusTilesProps {
  counts: Record<StatusName, number>;
  /** The days before, oldest first. */
  days: readonly DailyStatus[];
  /** Absent for those who may not read connections: the counts are then plain text. */
  hrefOf?: (status: StatusName) => string;
}

const INK: Record<StatusTone, string> = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
};

const TILE = "flex h-full flex-col gap-1 rounded-lg border border-border bg-surface px-3.5 py-3";

export function StatusTiles({ counts, days, hrefOf }: StatusTilesProps) {
  return (
    <ul
      className="grid grid-cols-[repeat(auto-fit,minmax(min(10.25rem,100%),1fr))] gap-3"
      aria-label={BY_STATUS}
    >
      {statusNames.map((status) => {
        const content = (
          <>
            <span className="flex items-start justify-between gap-2">
              <span className="text-xl font-semibold">{counts[status].toLocaleString("en")}</span>
              <span className="text-muted">
                <Sparkline values={[...days.map((day) => day.counts[status]), counts[status]]} />
              </span>
            </span>
            <StatusWord status={status} />
            <span className="text-xs text-muted">
              {changeWords(counts[status], days.at(-1)?.counts[status])}
            </span>
          </>
        );
        return (
          <li key={status}>
            {hrefOf ? (
              <Link
                href={hrefOf(status)}
                prefetch={false}
                className={clsx(TILE, "no-underline transition-colors hover:border-control")}
              >
                {content}
              </Link>
            ) : (
              <div className={TILE}>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function changeWords(now: number, before: number | undefined): string {
  if (before === undefined) return "connections";
  if (now === before) return "as yesterday";
  return sinceYesterday(`${now > before ? "+" : "−"}${Math.abs(now - before).toLocaleString("en")}`);
}

function StatusWord({ status }: { status: StatusName }) {
  const { tone, word } = STATUS[status];
  const Icon = TONE_ICON[tone];
  return (
    <span className={clsx("flex items-center gap-1.5 text-sm font-medium", INK[tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {word}
    </span>
  );
}

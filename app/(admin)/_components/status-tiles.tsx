import clsx from "clsx";
import Link from "next/link";
import { STATUS, type StatusTone, TONE_ICON } from "@/components/ui/status";
import { type StatusName, statusNames } from "@/lib/health";

interface StatusTilesProps {
  counts: Record<StatusName, number>;
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

export function StatusTiles({ counts, hrefOf }: StatusTilesProps) {
  return (
    <ul
      className="grid grid-cols-[repeat(auto-fit,minmax(min(10.25rem,100%),1fr))] gap-3"
      aria-label="Connections by status"
    >
      {statusNames.map((status) => {
        const content = (
          <>
            <span className="text-xl font-semibold">{counts[status]}</span>
            <StatusWord status={status} />
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

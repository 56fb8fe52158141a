import { RelativeTime } from "@/components/ui/relative-time";
import type { Freshness } from "@/lib/health";

interface LastReadProps {
  freshness: Freshness | null;
  nowMs: number;
}

/** When its data was last known to be readable, and by what sign. */
export function LastRead({ freshness, nowMs }: LastReadProps) {
  if (!freshness) return <span className="text-muted">Never</span>;
  return (
    <>
      <RelativeTime at={freshness.at} seenFromMs={nowMs} />
      <span className="block text-xs text-muted max-sm:hidden">
        {freshness.sign === "answer" ? "read" : "token issued"}
      </span>
    </>
  );
}

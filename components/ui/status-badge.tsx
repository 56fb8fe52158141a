import clsx from "clsx";
import { STATUS, type StatusName, TONE_ICON } from "./status";

const LOOKS = {
  working: "bg-working-tint text-working",
  expiring: "bg-expiring-tint text-expiring",
  reconnect: "bg-reconnect-tint text-reconnect",
  provider: "bg-provider-tint text-provider",
  disconnected: "bg-disconnected-tint text-disconnected",
} as const;

export function StatusBadge({ status, className }: { status: StatusName; className?: string }) {
  const { tone, word } = STATUS[status];
  const Icon = TONE_ICON[tone];
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium whitespace-nowrap",
        LOOKS[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {word}
    </span>
  );
}

import clsx from "clsx";
import { type StatusTone, TONE_ICON } from "@/components/ui/status";
import type { KeyStatus } from "@/lib/people";

const LOOK: Record<KeyStatus, { word: string; tone: StatusTone; ink: string }> = {
  good: { word: "Good", tone: "working", ink: "text-working" },
  expiring: { word: "Expiring soon", tone: "expiring", ink: "text-expiring" },
  expired: { word: "Expired", tone: "reconnect", ink: "text-reconnect" },
  revoked: { word: "Revoked", tone: "disconnected", ink: "text-disconnected" },
};

export function KeyStatusMark({ status }: { status: KeyStatus }) {
  const { word, tone, ink } = LOOK[status];
  const Icon = TONE_ICON[tone];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 font-medium whitespace-nowrap", ink)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {word}
    </span>
  );
}

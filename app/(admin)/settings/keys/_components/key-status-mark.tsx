import clsx from "clsx";
import { type StatusTone, TONE_ICON } from "@/components/ui/status";
import type { KeyStatus } from "@/lib/people";
import { KEY_STATUS_WORDS } from "../words";

const LOOK: Record<KeyStatus, { tone: StatusTone; ink: string }> = {
  good: { tone: "working", ink: "text-working" },
  expiring: { tone: "expiring", ink: "text-expiring" },
  expired: { tone: "reconnect", ink: "text-reconnect" },
  revoked: { tone: "disconnected", ink: "text-disconnected" },
};

export function KeyStatusMark({ status }: { status: KeyStatus }) {
  const { tone, ink } = LOOK[status];
  const Icon = TONE_ICON[tone];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 font-medium whitespace-nowrap", ink)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {KEY_STATUS_WORDS[status]}
    </span>
  );
}

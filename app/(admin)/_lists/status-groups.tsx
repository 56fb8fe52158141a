import BellOff from "lucide-react/icons/bell-off";
import { STATUS, TONE_ICON } from "@/components/ui/status";
import type { StatusName } from "@/lib/health";
import { EFFECT, SNOOZED_EFFECT } from "./words";

const TEXT = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

/** How many rows of each status a list has on all pages, without those that are snoozed; and how many of these. */
export interface GroupCounts extends Readonly<Record<StatusName, number>> {
  snoozed: number;
}

/** Snoozed problems of any status stand together. */
export const statusGroups = (counts: GroupCounts) => ({
  of: ({ status, snoozed }: { status: StatusName; snoozed: boolean }) => (snoozed ? "snoozed" : status),
  head: (group: string) =>
    group === "snoozed" ? (
      <SnoozedHead count={counts.snoozed} />
    ) : (
      <GroupHead status={group as StatusName} count={counts[group as StatusName]} />
    ),
});

function SnoozedHead({ count }: { count: number }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-xs">
      <BellOff aria-hidden className="size-3.5 shrink-0 text-muted" strokeWidth={2.5} />
      <strong className="font-semibold text-text">Snoozed</strong>
      <span className="text-muted">{count.toLocaleString("en")}</span>
      <span className="text-muted">{SNOOZED_EFFECT}</span>
    </span>
  );
}

function GroupHead({ status, count }: { status: StatusName; count: number }) {
  const { word, tone } = STATUS[status];
  const Icon = TONE_ICON[tone];
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-xs">
      <Icon aria-hidden className={`size-3.5 shrink-0 ${TEXT[tone]}`} strokeWidth={2.5} />
      <strong className="font-semibold text-text">{word}</strong>
      <span className="text-muted">{count.toLocaleString("en")}</span>
      <span className="text-muted">{EFFECT[status]}</span>
    </span>
  );
}

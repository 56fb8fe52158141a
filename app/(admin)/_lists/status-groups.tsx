import { STATUS, TONE_ICON } from "@/components/ui/status";
import type { StatusName } from "@/lib/health";

/** Effect and who acts, once for all rows of a status. */
const EFFECT: Record<StatusName, string> = {
  needs_reconnecting: "Data has stopped. An admin at the customer must act.",
  provider_trouble: "Data may be late. The provider or the operator acts, not the customer.",
  expiring_soon: "Data flows. Reconnect before the deadline.",
  working: "Data flows. Nothing to do.",
  disconnected: "No data, on purpose. An admin can connect again.",
};

const TEXT = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

/** @param counts How many rows of each status the list has, on all pages. */
export const statusGroups = (counts: Readonly<Record<StatusName, number>>) => ({
  of: (row: { status: StatusName }) => row.status,
  head: (group: string) => <GroupHead status={group as StatusName} count={counts[group as StatusName]} />,
});

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

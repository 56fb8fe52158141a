import clsx from "clsx";
import { TONE_ICON } from "@/components/ui/status";
import { type AuditRow, outcomeWords } from "@/lib/audit";

const TONE = { success: "working", failure: "reconnect", refused: "disconnected" } as const;
const INK = { success: "text-working", failure: "text-reconnect", refused: "text-disconnected" } as const;

export function Outcome({ outcome, status }: { outcome: AuditRow["outcome"]; status: number }) {
  const Icon = TONE_ICON[TONE[outcome]];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={clsx("size-3.5 shrink-0", INK[outcome])} strokeWidth={2.5} />
      <span className={clsx("font-medium", INK[outcome])}>{outcomeWords[outcome]}</span>
      {status !== 0 && <span className="text-muted tabular-nums">{status}</span>}
    </span>
  );
}

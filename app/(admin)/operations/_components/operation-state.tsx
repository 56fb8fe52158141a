import clsx from "clsx";
import { TONE_ICON } from "@/components/ui/status";
import type { OperationView } from "@/lib/bulk";
import { stateWords } from "../operation-words";
import { ENDED_WITH_FAILURES } from "../words";

const TONE = {
  waiting: "waiting",
  running: "provider",
  cancelling: "disconnected",
  cancelled: "disconnected",
  ended: "working",
} as const;

/** How an operation stands: what failed in it is told first. */
export function OperationState({ state, failed }: { state: OperationView["state"]; failed: number }) {
  const isBad = state === "ended" && failed > 0;
  return (
    <ToneWord tone={isBad ? "reconnect" : TONE[state]}>
      {isBad ? ENDED_WITH_FAILURES : stateWords(state)}
    </ToneWord>
  );
}

const INK = {
  waiting: "text-muted",
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

export type Tone = keyof typeof INK;

/** A word with the sign of its tone. */
export function ToneWord({ tone, children }: { tone: Tone; children: string }) {
  const Icon = tone === "waiting" ? TONE_ICON.expiring : TONE_ICON[tone];
  return (
    <span
      className={clsx("inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap", INK[tone])}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {children}
    </span>
  );
}

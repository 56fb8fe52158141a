import clsx from "clsx";
import { type StatusTone, TONE_ICON } from "@/components/ui/status";

const INK = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

/** A word with its tone's colour and shape. */
export function ToneWord({ tone, word, className }: { tone: StatusTone; word: string; className?: string }) {
  const Icon = TONE_ICON[tone];
  return (
    <span className={clsx("inline-flex items-center gap-1 font-medium", INK[tone], className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {word}
    </span>
  );
}

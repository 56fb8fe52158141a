import type { StatusTone } from "@/components/ui/status";
import type { DeliveryView } from "@/lib/alerts";
import { plural } from "@/lib/text/plural";
import { DELIVERY_WORDS } from "./words";

/** What became of a message: a word that goes with a tone, and when that was or will be. */
export interface DeliveryState {
  tone: StatusTone;
  word: string;
  at: Date;
  /** What went wrong at last, and how often it was tried. */
  detail: string;
}

type Delivery = Pick<
  DeliveryView,
  "deliveredAt" | "nextAttemptAt" | "createdAt" | "attempts" | "lastError" | "lastStatus"
>;

export function deliveryState(delivery: Delivery): DeliveryState {
  const { deliveredAt, nextAttemptAt, createdAt, attempts, lastError, lastStatus } = delivery;
  const tries = plural(attempts, "attempt");
  if (deliveredAt) {
    const status = lastStatus === null ? "" : ` (${lastStatus})`;
    return { tone: "working", word: DELIVERY_WORDS.delivered, at: deliveredAt, detail: `${tries}${status}` };
  }
  if (nextAttemptAt && attempts === 0)
    return { tone: "expiring", word: DELIVERY_WORDS.waiting, at: createdAt, detail: "" };
  if (nextAttemptAt && lastError) {
    return {
      tone: "expiring",
      word: DELIVERY_WORDS.next,
      at: nextAttemptAt,
      detail: `${tries}. ${lastError}`,
    };
  }
  if (nextAttemptAt) return { tone: "expiring", word: DELIVERY_WORDS.sending, at: createdAt, detail: "" };
  const detail = [attempts > 0 && `${tries}.`, lastError].filter(Boolean).join(" ");
  return attempts === 0
    ? { tone: "disconnected", word: DELIVERY_WORDS.notSent, at: createdAt, detail }
    : { tone: "reconnect", word: DELIVERY_WORDS.failed, at: createdAt, detail };
}

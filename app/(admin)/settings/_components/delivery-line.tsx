import clsx from "clsx";
import { TONE_ICON } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/alerts";
import { deliveryState } from "../delivery-state";

const INK = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

/** The recipient of a message and what became of it. */
export function DeliveryLine({ delivery }: { delivery: DeliveryView }) {
  const { tone, word, at, detail } = deliveryState(delivery);
  const Icon = TONE_ICON[tone];
  return (
    <p className="text-sm wrap-anywhere text-muted">
      <span className={clsx("mr-1.5 inline-flex items-center gap-1 font-medium", INK[tone])}>
        <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
        {word}
      </span>
      <span className="text-text">{delivery.target}</span>, <Time at={at} />
      {detail && <>. {detail}</>}
    </p>
  );
}

import { Time } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/alerts";
import { deliveryState } from "../delivery-state";
import { ToneWord } from "./tone-word";

/** The recipient of a message and what became of it. */
export function DeliveryLine({ delivery }: { delivery: DeliveryView }) {
  const { tone, word, at, detail } = deliveryState(delivery);
  return (
    <p className="text-sm wrap-anywhere text-muted">
      <ToneWord tone={tone} word={word} className="mr-1.5" />
      <span className="text-text">{delivery.target}</span>, <Time at={at} />
      {detail && <>. {detail}</>}
    </p>
  );
}

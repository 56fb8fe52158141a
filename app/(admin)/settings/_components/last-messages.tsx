import { EmptyState } from "@/components/ui/empty-state";
import type { DeliveryView } from "@/lib/alerts";
import { NOTHING_SENT, NOTHING_SENT_MORE } from "../words";
import { DeliveryLine } from "./delivery-line";

export function LastMessages({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  if (deliveries.length === 0) {
    return (
      <EmptyState title={NOTHING_SENT} className="border-t border-border">
        {NOTHING_SENT_MORE}
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-border border-t border-border">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="px-4 py-2.5 sm:px-5">
          <p className="font-medium wrap-anywhere">{delivery.event === "test" ? "Test" : delivery.title}</p>
          <DeliveryLine delivery={delivery} />
        </li>
      ))}
    </ul>
  );
}

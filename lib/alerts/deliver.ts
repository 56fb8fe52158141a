import { type DeliveryRun, MAX_ATTEMPTS, sendDue } from "@/lib/webhooks";
import { attempt } from "./attempt";
import { claimDelivery, giveUpOrphans } from "./claim";
import type { AlertDeps } from "./deps";

/**
 * Sends the messages that are due, each at least once: one whose process died while it was sent is sent again, with
 * the same id.
 */
export async function deliverAlerts(deps: AlertDeps): Promise<DeliveryRun> {
  await giveUpOrphans(deps, MAX_ATTEMPTS);
  return sendDue({
    claim: (except) => claimDelivery(deps, except),
    receiverOf: ({ channelId }) => channelId,
    attempt: (claimed) => attempt(deps, claimed),
  });
}

import { type DeliveryRun, MAX_ATTEMPTS, sendDue } from "@/lib/webhooks";
import type { EventDeps } from "../deps";
import { attempt } from "./attempt";
import { claimMessage, giveUpOrphans } from "./claim";

/**
 * Sends the messages that are due, each at least once: one whose process died while it was sent is sent again, with
 * the same id.
 *
 * @param busy Endpoints that another run of this process sends to just now.
 */
export async function deliverEvents(deps: EventDeps, busy = new Set<string>()): Promise<DeliveryRun> {
  await giveUpOrphans(deps, MAX_ATTEMPTS);
  return sendDue(
    {
      claim: (except) => claimMessage(deps, except),
      receiverOf: ({ endpointId }) => endpointId,
      attempt: (claimed) => attempt(deps, claimed),
    },
    busy,
  );
}

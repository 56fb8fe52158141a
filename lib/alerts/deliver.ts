import { attempt, MAX_ATTEMPTS } from "./attempt";
import { claimDelivery, giveUpOrphans } from "./claim";
import type { AlertDeps } from "./deps";

/** Messages sent at the same time by one run. */
const CONCURRENCY = 4;
/** Messages of one run; the next run goes on with the rest. */
const MAX_PER_RUN = 500;

export interface DeliveryRun {
  delivered: number;
  failed: number;
}

/**
 * Sends the messages that are due, each at least once: one whose process died while it was sent is sent again, with
 * the same id. Any number of processes may run this at once. A channel that failed is left alone for the rest of the
 * run, so that a dead receiver does not keep the others waiting.
 */
export async function deliverAlerts(deps: AlertDeps, limit: number = MAX_PER_RUN): Promise<DeliveryRun> {
  await giveUpOrphans(deps, MAX_ATTEMPTS);
  const run: DeliveryRun = { delivered: 0, failed: 0 };
  const failing = new Set<string>();
  let begun = 0;
  const work = async () => {
    while (begun++ < limit) {
      const delivery = await claimDelivery(deps, [...failing]);
      if (!delivery) return;
      const { delivered } = await attempt(deps, delivery);
      if (delivered) run.delivered++;
      else {
        run.failed++;
        failing.add(delivery.channelId);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(CONCURRENCY, limit) }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return run;
}

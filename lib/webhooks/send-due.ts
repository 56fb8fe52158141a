/** Messages sent at the same time by one run. */
const CONCURRENCY = 4;
/** Messages of one run; the next run goes on with the rest. */
const MAX_PER_RUN = 500;

export interface DeliveryRun {
  delivered: number;
  failed: number;
}

interface Outbox<Claimed> {
  /** Takes the message that has been due longest. @param except Receivers to pass over. */
  claim(except: readonly string[]): Promise<Claimed | undefined>;
  receiverOf(claimed: Claimed): string;
  attempt(claimed: Claimed): Promise<{ delivered: boolean }>;
}

/**
 * Sends what is due of an outbox. A receiver that failed is left alone for the rest of the run, and one that hangs gets no
 * second message meanwhile, so that a dead one does not keep the others waiting. Any number of processes may run this
 * at once.
 *
 * @param busy Receivers that are being sent to; those of runs beside this one, where they are the same set.
 */
export async function sendDue<Claimed>(
  outbox: Outbox<Claimed>,
  busy = new Set<string>(),
): Promise<DeliveryRun> {
  const run: DeliveryRun = { delivered: 0, failed: 0 };
  const failing = new Set<string>();
  let begun = 0;
  const work = async () => {
    while (begun++ < MAX_PER_RUN) {
      const claimed = await outbox.claim([...failing, ...busy]);
      if (!claimed) return;
      const receiver = outbox.receiverOf(claimed);
      busy.add(receiver);
      try {
        const { delivered } = await outbox.attempt(claimed);
        if (delivered) run.delivered++;
        else {
          run.failed++;
          failing.add(receiver);
        }
      } finally {
        busy.delete(receiver);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return run;
}

import { nextDueMs } from "./deliver/claim";
import { deliverEvents } from "./deliver/deliver";
import type { EventDeps } from "./deps";
import { relayEvents } from "./relay";

/** Runs of deliveries beside one another: one that waits for a slow endpoint keeps no new event waiting. */
const MOST_RUNS = 3;
const LEAST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;
const AFTER_FAILURE_MS = 5_000;

export interface Dispatcher {
  /** Takes up no more, and lets what is under way land. */
  stop(): Promise<void>;
}

/**
 * Relays and sends events as soon as they are committed, by whichever process: woken by notifications, and by the time at
 * which a message is due again. Any number of processes may have one.
 */
export function startDispatcher(deps: EventDeps): Dispatcher {
  const { signals, clock, log } = deps;
  const busy = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let problem: string | undefined;
  const wakeIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(deliver, ms);
    timer.unref();
  };
  const note = (error: unknown) => {
    const reason = error instanceof Error ? error.message : "unknown";
    if (reason !== problem) log.error({ error: reason }, "Events can't be sent by this process");
    problem = reason;
    wakeIn(AFTER_FAILURE_MS);
  };
  const relaying = turns(() => relayEvents(deps), 1, note);
  const delivering = turns(
    async () => {
      await deliverEvents(deps, busy);
      problem = undefined;
      const dueMs = await nextDueMs(deps);
      const waitMs = dueMs === undefined ? MOST_WAIT_MS : (dueMs - clock.nowMs()) / (clock.rate || 1);
      wakeIn(Math.min(Math.max(waitMs, LEAST_WAIT_MS), MOST_WAIT_MS));
    },
    MOST_RUNS,
    note,
  );
  const deliver = () => {
    relaying.take();
    delivering.take();
  };
  const forget = [signals.onRecorded(relaying.take), signals.onRelayed(delivering.take)];
  deliver();
  return {
    stop: async () => {
      for (const leave of forget) leave();
      clearTimeout(timer);
      await Promise.all([relaying.end(), delivering.end()]);
      clearTimeout(timer);
    },
  };
}

/** Work that is asked for more often than it need be done: so many runs at once, and one more for whoever asked meanwhile. */
function turns(work: () => Promise<unknown>, most: number, onError: (error: unknown) => void) {
  const runs = new Set<Promise<void>>();
  let wanted = false;
  let ended = false;
  const take = () => {
    if (ended) return;
    if (runs.size >= most) {
      wanted = true;
      return;
    }
    const run: Promise<void> = work()
      .then(() => {}, onError)
      .finally(() => {
        runs.delete(run);
        if (!wanted) return;
        wanted = false;
        take();
      });
    runs.add(run);
  };
  return {
    take,
    end: async () => {
      ended = true;
      await Promise.all(runs);
    },
  };
}

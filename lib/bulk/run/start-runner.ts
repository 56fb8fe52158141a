import type { BulkDeps } from "../deps";
import { runParts } from "./run-parts";

/** How often an idle process looks: one indexed statement or two. */
const LOOK_MS = 1_000;
const AFTER_FAILURE_MS = 5_000;

/** Does the parts of operations for as long as a process runs jobs. */
export interface BulkRunner {
  /** Begins no other part, and lets those under way land. */
  stop(): Promise<void>;
}

export function startRunner(deps: BulkDeps, lookMs: number = LOOK_MS): BulkRunner {
  let stopped = false;
  let problem: string | undefined;
  let wake: () => void = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopped) {
      try {
        await runParts(deps, () => stopped);
        problem = undefined;
      } catch (error) {
        const reason = error instanceof Error ? error.message : "unknown";
        if (reason !== problem)
          deps.log.error({ error: reason }, "Bulk operations can't be run by this process");
        problem = reason;
      }
      if (!stopped) await pause(problem === undefined ? lookMs : AFTER_FAILURE_MS);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

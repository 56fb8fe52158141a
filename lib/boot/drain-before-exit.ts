import { constants } from "node:os";
import type { Logger } from "pino";
import { beginDraining } from "@/lib/runtime";

const DRAIN_MAX_MS = 65_000;
const REQUESTS = "requests under way";

/** What lands at the same time, each under the name that the log gives it when it does not. */
type Step = Readonly<Record<string, () => Promise<void>>>;

/**
 * Lets work under way land, step by step, before the process ends by SIGTERM or SIGINT: with code 0, or with 1 and a line
 * of what is left. Handlers that were there before (the framework's, which answers the requests under way and exits)
 * run after it.
 */
export function drainBeforeExit(
  log: Pick<Logger, "error">,
  steps: readonly Step[],
  { maxMs = DRAIN_MAX_MS } = {},
): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const later = process.listeners(signal);
    process.removeAllListeners(signal);
    process.once(signal, async () => {
      beginDraining();
      const left = new Set(steps.flatMap((step) => Object.keys(step)));
      if (later.length > 0) left.add(REQUESTS);
      setTimeout(() => exit(log, left), maxMs);
      for (const step of steps) {
        await Promise.all(Object.entries(step).map(([what, land]) => landOrSay(log, left, what, land)));
      }
      if (later.length === 0) exit(log, left);
      process.once("exit", (code) => {
        left.delete(REQUESTS);
        // The framework tells the signal by its code, as if nobody had handled it.
        if (code === 128 + constants.signals[signal]) process.exitCode = codeFor(log, left);
      });
      for (const listener of later) listener(signal);
    });
  }
}

async function landOrSay(
  log: Pick<Logger, "error">,
  left: Set<string>,
  what: string,
  land: () => Promise<void>,
): Promise<void> {
  try {
    await land();
    left.delete(what);
  } catch (error) {
    log.error({ what, error: error instanceof Error ? error.message : "unknown" }, "Something did not land");
  }
}

function exit(log: Pick<Logger, "error">, left: ReadonlySet<string>): never {
  process.exit(codeFor(log, left));
}

function codeFor(log: Pick<Logger, "error">, left: ReadonlySet<string>): 0 | 1 {
  if (left.size === 0) return 0;
  log.error({ left: [...left] }, "This process ends, and not all of its work has landed");
  return 1;
}

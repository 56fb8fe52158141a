import { beginDraining } from "@/lib/runtime";

const DRAIN_MAX_MS = 65_000;

/**
 * Lets work under way land before the process ends by SIGTERM or SIGINT. Handlers that were there before (the
 * framework's, which exits) run after it.
 */
export function drainBeforeExit(drain: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const later = process.listeners(signal);
    process.removeAllListeners(signal);
    process.once(signal, async () => {
      beginDraining();
      const limit = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MAX_MS).unref());
      await Promise.race([drain().catch(() => {}), limit]);
      for (const listener of later) listener(signal);
      if (later.length === 0) process.exit(0);
    });
  }
}

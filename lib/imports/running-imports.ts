import { oncePerProcess } from "@/lib/process";

/** The imports that this process runs, each with what ends it between two lines. */
const running = oncePerProcess("runningImports", () => new Map<Promise<void>, AbortController>());

/** Keeps sight of an import until it has ended. */
export function keepRunning(run: (signal: AbortSignal) => Promise<void>): void {
  const stop = new AbortController();
  const ended = run(stop.signal).finally(() => running.delete(ended));
  running.set(ended, stop);
}

/** Ends each import after its line under way. */
export async function stopImports(_deps: unknown): Promise<void> {
  for (const stop of running.values()) stop.abort();
  await Promise.allSettled(running.keys());
}

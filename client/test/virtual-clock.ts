import type { Clock } from "../src/clock.js";

/** Time that stands still while work is done, and jumps to what is waited for when nothing else is left. */
export class VirtualClock implements Clock {
  #nowMs = 0;
  readonly #waits = new Set<{ atMs: number; end: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wait = { atMs: this.#nowMs + ms, end: () => {} };
      wait.end = () => {
        this.#waits.delete(wait);
        signal?.removeEventListener("abort", wait.end);
        resolve();
      };
      this.#waits.add(wait);
      signal?.addEventListener("abort", wait.end);
    });
  }

  /** Lets time pass, and everything happen that is due on the way. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const next = this.#next();
      if (!next || next.atMs > untilMs) break;
      this.#nowMs = next.atMs;
      next.end();
    }
    this.#nowMs = untilMs;
    await settled();
  }

  /** Lets time pass until a piece of work has ended. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    for (;;) {
      await settled();
      if (isOver) return work;
      const next = this.#next();
      if (!next) throw new Error("The work waits for nothing that this clock could bring");
      this.#nowMs = next.atMs;
      next.end();
    }
  }

  #next() {
    return [...this.#waits].sort((a, b) => a.atMs - b.atMs)[0];
  }
}

/** Until no promise has anything left to do. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

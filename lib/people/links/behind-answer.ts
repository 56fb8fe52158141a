import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@/lib/db";
import { oncePerProcess } from "@/lib/process";

/** Mails under way at once. */
const AT_ONCE = 2;
const MAX_WAITING = 100;

/** Work that an answer must not wait for, so that its time tells nothing: a few at once, and a bounded queue. */
class BehindAnswer {
  private readonly waiting: (() => Promise<void>)[] = [];
  private readonly running = new Set<Promise<void>>();

  /** @returns Whether there is room. */
  add(work: () => Promise<void>): boolean {
    if (this.waiting.length >= MAX_WAITING) return false;
    const inContext = AsyncLocalStorage.snapshot();
    this.waiting.push(() => inContext(work));
    this.next();
    return true;
  }

  async done(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private next(): void {
    while (this.running.size < AT_ONCE) {
      const work = this.waiting.shift();
      if (!work) return;
      const run: Promise<void> = Promise.resolve()
        .then(work)
        .finally(() => {
          this.running.delete(run);
          this.next();
        });
      this.running.add(run);
    }
  }
}

const queues = () => oncePerProcess("behindAnswers", () => new WeakMap<Database, BehindAnswer>());

/**
 * Does work after the answer, under the request's context.
 *
 * @param work Handles its own failures.
 * @returns Whether there is room for it.
 */
export function behindAnswer(database: Database, work: () => Promise<void>): boolean {
  const queue = queues().get(database) ?? new BehindAnswer();
  queues().set(database, queue);
  return queue.add(work);
}

/** Resolves when all that was put behind answers is done. */
export async function behindAnswersDone(database: Database): Promise<void> {
  await queues().get(database)?.done();
}

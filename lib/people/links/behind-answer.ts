import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@/lib/db";
import { oncePerProcess } from "@/lib/process";

/** Pieces of work under way at once, of each queue. */
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

/** What a stranger's hints fill must leave room for the mails that people wait for. */
type QueueName = "mails" | "hints";

const queues = () =>
  oncePerProcess("behindAnswers", () => new WeakMap<Database, Record<QueueName, BehindAnswer>>());

/**
 * Does work after the answer, under the request's context.
 *
 * @param work Handles its own failures.
 * @returns Whether there is room for it.
 */
export function behindAnswer(
  database: Database,
  work: () => Promise<void>,
  queue: QueueName = "mails",
): boolean {
  const own = queues().get(database) ?? { mails: new BehindAnswer(), hints: new BehindAnswer() };
  queues().set(database, own);
  return own[queue].add(work);
}

/** Resolves when all that was put behind answers is done. */
export async function behindAnswersDone(database: Database): Promise<void> {
  const own = queues().get(database);
  await Promise.all([own?.mails.done(), own?.hints.done()]);
}

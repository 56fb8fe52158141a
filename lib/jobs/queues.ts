import type { Queue } from "pg-boss";

/** Where jobs wait, one queue for each kind of work. */
export const queueNames = { task: "task", refresh: "refresh", check: "check", failed: "failed" } as const;

/**
 * What is due is found again and again, so a job that failed is not tried again: it is planned anew if need be. That
 * makes a lost, late or doubled job harmless.
 *
 * @param expireSeconds After this a job counts as failed, whoever has it: a stopped worker holds nothing up for longer.
 */
export function queuesOf(expireSeconds: number): Queue[] {
  const finished = { deleteAfterSeconds: 300, retryLimit: 0 };
  // At most one job of a key waits or runs; a second one of the same key is not taken.
  const own = { policy: "exclusive", deadLetter: queueNames.failed, notify: true, ...finished };
  return [
    // Dead-letter queues must be there before those that name them. Nobody works on this one: it is there to be looked at.
    { name: queueNames.failed, policy: "standard", ...finished, retentionSeconds: 86_400 },
    { name: queueNames.task, ...own, retentionSeconds: 3_600, expireInSeconds: expireSeconds },
    { name: queueNames.refresh, ...own, retentionSeconds: 900, expireInSeconds: expireSeconds },
    { name: queueNames.check, ...own, retentionSeconds: 900, expireInSeconds: expireSeconds },
  ];
}

import { createHash } from "node:crypto";
import type { JobInsert } from "pg-boss";

/** Work that comes round. `run` is harmless when it runs twice, late or not at all. */
export interface PeriodicTask {
  readonly name: string;
  readonly everySeconds: number;
  run(): Promise<unknown>;
}

/** A finished job is kept for at least this long: it is what says that its time has been planned. */
const KEEP_SECONDS = 3_600;
const MAX_EXPIRY_SECONDS = 900;

/**
 * A job for each task at its present time, which several processes plan once: a time is `everySeconds` long, and the
 * job's id is made of task and time. While an earlier job of the task waits or runs, none is added.
 */
export function jobsAt(
  tasks: readonly PeriodicTask[],
  nowMs: number,
  leastExpirySeconds: number,
): JobInsert<{ name: string }>[] {
  return tasks.map(({ name, everySeconds }) => ({
    id: uuidOf(`${name} ${everySeconds} ${Math.floor(nowMs / (everySeconds * 1_000))}`),
    data: { name },
    singletonKey: name,
    expireInSeconds: Math.min(Math.max(leastExpirySeconds, 4 * everySeconds), MAX_EXPIRY_SECONDS),
    deleteAfterSeconds: Math.max(KEEP_SECONDS, 2 * everySeconds),
  }));
}

/** The same for the same text: RFC 9562 §5.8, version 8. */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

import { randomBytes } from "node:crypto";

const BASE = 36;
const COUNTER_LIMIT = BASE ** 4;
const fingerprint = randomBytes(4).readUInt32BE().toString(BASE).padStart(7, "0").slice(-4);
let counter = 0;

/**
 * A cuid for rows written by plain SQL, of the same shape as Prisma's `@default(cuid())`:
 * 25 characters, ascending within one process and millisecond.
 *
 * @see https://github.com/paralleldrive/cuid#broken-down
 */
export function newId(nowMs: number = Date.now()): string {
  counter = (counter + 1) % COUNTER_LIMIT;
  const time = nowMs.toString(BASE).padStart(8, "0").slice(-8);
  const random = randomBytes(8).readBigUInt64BE().toString(BASE).padStart(13, "0").slice(-8);
  return `c${time}${counter.toString(BASE).padStart(4, "0")}${fingerprint}${random}`;
}

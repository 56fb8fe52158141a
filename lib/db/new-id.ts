import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const BASE = ALPHABET.length;
const RANDOM_CHARACTERS = 8;
/** Bytes from here on would favour the alphabet's first letters. */
const UNBIASED_BYTES = 256 - (256 % BASE);
const pool = new Uint8Array(4_096);
let position = pool.length;

const fingerprint = randomCharacters(4);
const COUNTER_LIMIT = BASE ** 4;
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
  return `c${time}${counter.toString(BASE).padStart(4, "0")}${fingerprint}${randomCharacters(RANDOM_CHARACTERS)}`;
}

function randomCharacters(count: number): string {
  let text = "";
  while (text.length < count) {
    if (position === pool.length) {
      randomFillSync(pool);
      position = 0;
    }
    const byte = pool[position++] ?? UNBIASED_BYTES;
    if (byte < UNBIASED_BYTES) text += ALPHABET[byte % BASE];
  }
  return text;
}

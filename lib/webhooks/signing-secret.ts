import { randomBytes } from "node:crypto";
import { CountersignError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/durations";

const SECRET_BYTES = 32;
const MOST_DAYS = 14;

export function newSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** A new secret, what to keep of it, and until when the former one signs too. */
export interface Rotation {
  /** Shown once. */
  secret: string;
  /** Both, for the ciphertext: one is written, so that a rotation of the keys takes the former along. */
  kept: string;
  previousUntil: Date | null;
}

/**
 * @param kept What was kept so far.
 * @param keepDays How long messages are signed with the old secret too; 0 ends it at once.
 * @throws {CountersignError} `invalid_input`
 */
export function rotatedSecret(kept: string, keepDays: number, atMs: number): Rotation {
  if (!Number.isInteger(keepDays) || keepDays < 0 || keepDays > MOST_DAYS) {
    const message = `The old secret is kept for 0 to ${MOST_DAYS} days.`;
    throw new CountersignError("invalid_input", message, { field: "keepDays" });
  }
  const secret = newSigningSecret();
  if (keepDays === 0) return { secret, kept: secret, previousUntil: null };
  const [former] = kept.split(" ");
  return { secret, kept: `${secret} ${former}`, previousUntil: new Date(atMs + keepDays * DAY_MS) };
}

/** The secrets that a message is signed with now, the newest first. */
export function goodSecrets(kept: string, previousUntil: Date | null, atMs: number): string[] {
  const secrets = kept.split(" ");
  return previousUntil && previousUntil.getTime() > atMs ? secrets : secrets.slice(0, 1);
}

import { CountersignError } from "@/lib/errors";
import { hashOnWorker, verifyOnWorker } from "./hash-workers";

const MIN_CHARACTERS = 12;
const MIN_DIFFERENT = 5;
export const MAX_PASSWORD_CHARACTERS = 200;

/**
 * The package's default algorithm is argon2id; its enum can't be named under isolated modules.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a random value nobody kept, at the same cost: checking against it takes as long as against a real one. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$ikB8ZWTSguPKpx/sX0D0Bg$LOhMfM1J2zgQQG2BxcHThDPHSYpBC71o6sRdc9mfZrc";

/** @throws {CountersignError} `invalid_input`, as `requireSoundPassword`. */
export async function hashPassword(password: string): Promise<string> {
  requireSoundPassword(password);
  return hashOnWorker(password.normalize("NFC"), COST);
}

/** @throws {CountersignError} `invalid_input` when the password is too short, too long, or few characters over and over. */
export function requireSoundPassword(password: string): void {
  const characters = [...password];
  const { length } = characters;
  if (length < MIN_CHARACTERS || length > MAX_PASSWORD_CHARACTERS) {
    throw unsound(
      `A password has ${MIN_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters; this one has ${length}.`,
    );
  }
  if (new Set(characters).size < MIN_DIFFERENT) {
    throw unsound(`A password has at least ${MIN_DIFFERENT} different characters.`);
  }
}

const unsound = (message: string) => new CountersignError("invalid_input", message, { field: "password" });

/** Whether the password is the one behind the hash. Without a hash it does the same work and says no. */
export async function isPassword(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  const matches = await verifyOnWorker(passwordHash ?? NOBODY, password.normalize("NFC"));
  return matches && typeof passwordHash === "string";
}

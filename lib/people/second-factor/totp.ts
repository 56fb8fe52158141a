/** What authenticator apps take for granted: SHA-1, six digits, half a minute. */
const STEP_SECONDS = 30;
const SECRET_BYTES = 20;
const CODE = /^\d{6}$/;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 160 bits, as RFC 4226 §4 recommends, in base32. */
export function newTotpSecret(random: (bytes: number) => Buffer): string {
  const bits = [...random(SECRET_BYTES)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join("");
}

/** What the QR code says to the app. */
export async function totpAddress(secret: string, email: string): Promise<string> {
  const { generateURI } = await otp();
  return generateURI({ issuer: "Countersign", label: email, secret });
}

/**
 * The time step of a right code: now's, or a neighbour's where the clocks differ.
 *
 * @param after The step of the last code that counted.
 * @returns Undefined for a wrong code and one that was used or is older.
 * @see RFC 6238 §5.2
 */
export async function stepOfCode(
  { secret, after }: { secret: string; after: number | null },
  code: string,
  atMs: number,
): Promise<number | undefined> {
  if (!CODE.test(code)) return undefined;
  const { verify } = await otp();
  const epoch = Math.floor(atMs / 1_000);
  const tolerance = { epochTolerance: STEP_SECONDS, ...(after !== null && { afterTimeStep: after }) };
  const result = await verify({ secret, token: code, epoch, ...tolerance });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}

/** Loaded with the first code: a process that judges none keeps the memory. */
const otp = () => import("otplib");

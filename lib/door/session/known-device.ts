import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Env } from "@/lib/env";

type Auth = Env["auth"];

/** Longer than a holiday. */
const DEVICE_SECONDS = 180 * 24 * 60 * 60;
/** People who share a device; the one who came first is forgotten. */
const MAX_ACCOUNTS = 5;
const MAX_COOKIE_CHARACTERS = 4_096;
/** Makes another key of the same secret: a session's cookie is no device's, and the other way round. */
const SALT = "countersign.device";

const deviceSchema = z.object({ accounts: z.array(z.string()) });

/**
 * The cookie by which a browser is known to have signed in before. It opens nothing: guesses from elsewhere do not
 * count against its owner. It stays after signing out.
 */
export function deviceCookie({ url }: Auth) {
  const secure = url.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}countersign.device`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: DEVICE_SECONDS },
  } as const;
}

/** The hashes of the accounts that signed in on this device; none for a forged, damaged or expired cookie. */
export async function openDevice({ secret }: Auth, cookie: string | undefined): Promise<readonly string[]> {
  if (!cookie || cookie.length > MAX_COOKIE_CHARACTERS) return [];
  const payload = await decode({ token: cookie, secret, salt: SALT }).catch(() => null);
  const device = deviceSchema.safeParse(payload);
  return device.success ? device.data.accounts : [];
}

/** Seals the accounts that were known and one that has just signed in. */
export function encryptDevice({ secret }: Auth, known: readonly string[], account: string): Promise<string> {
  const accounts = [account, ...known.filter((other) => other !== account)].slice(0, MAX_ACCOUNTS);
  return encode({ token: { accounts }, secret, salt: SALT, maxAge: DEVICE_SECONDS });
}

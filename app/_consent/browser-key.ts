import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { ownCookie } from "@/lib/door";

const cookie = () => ownCookie("countersign_consent");
const LIFETIME_SECONDS = 15 * 60;
const KEY_FORM = /^[\w-]{43}$/;

/**
 * Ties a consent to this browser: its callback counts only where the same key comes back. A key already there is kept,
 * so that two consents begun in two tabs both count; for that the cookie's path has to reach the pages.
 */
export async function giveBrowserKey(): Promise<string> {
  const jar = await cookies();
  const { name, options } = cookie();
  const known = jar.get(name)?.value ?? "";
  const key = KEY_FORM.test(known) ? known : randomBytes(32).toString("base64url");
  jar.set(name, key, { ...options, maxAge: LIFETIME_SECONDS });
  return key;
}

/** Empty when the cookie is gone: no state was ever bound to that. */
export async function browserKey(): Promise<string> {
  return (await cookies()).get(cookie().name)?.value ?? "";
}

import { cookies } from "next/headers";
import { ownCookie } from "@/lib/door";

const cookie = () => ownCookie("countersign_link");
const LIFETIME_SECONDS = 15 * 60;

/** Keeps the token of a link whose consent was begun here: no address that leaves this browser holds it. */
export async function keepLinkToken(token: string): Promise<void> {
  const { name, options } = cookie();
  (await cookies()).set(name, token, { ...options, maxAge: LIFETIME_SECONDS });
}

/** Empty when the cookie is gone. */
export async function linkTokenHere(): Promise<string> {
  return (await cookies()).get(cookie().name)?.value ?? "";
}

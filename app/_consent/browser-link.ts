import { cookies } from "next/headers";
import { ownCookie } from "@/lib/door";

/** One a link, so that two that are followed in one browser don't end each other. */
const cookieOf = (linkId: string) => ownCookie(`countersign_link_${linkId}`);
const LIFETIME_SECONDS = 15 * 60;

/** Keeps the token of a link whose consent was begun here: no address that leaves this browser holds it. */
export async function keepLinkToken(linkId: string, token: string): Promise<void> {
  const { name, options } = cookieOf(linkId);
  (await cookies()).set(name, token, { ...options, maxAge: LIFETIME_SECONDS });
}

/** Empty when the cookie is gone. */
export async function linkTokenHere(linkId: string): Promise<string> {
  return (await cookies()).get(cookieOf(linkId).name)?.value ?? "";
}

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { runtime } from "@/lib/runtime";
import { PATH_HEADER } from "../front/path-header";
import { signInPath } from "./return-to";
import { sessionCookie } from "./session-token";

/** Whether this browser still shows a session. Where nobody is signed in by it, that session has ended. */
export async function showsSession(): Promise<boolean> {
  return (await cookies()).has(sessionCookie(runtime().env.auth).name);
}

/**
 * Sends who was signed out under a form to the sign-in page, and from there back to the form's page as it was.
 *
 * @param step What that page is to offer first, as its parameters.
 */
export async function signInFirst(step: Readonly<Record<string, string>> = {}): Promise<never> {
  const here = new URL((await headers()).get(PATH_HEADER) ?? "/", "http://here.invalid");
  for (const [name, value] of Object.entries(step)) here.searchParams.set(name, value);
  redirect(signInPath(`${here.pathname}${here.search}`, { ended: true }));
}

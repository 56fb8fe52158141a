import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { isCode } from "@/lib/errors";
import { accountOf, endOwnSession, type SessionUser, signIn, type User, type Verb } from "@/lib/people";
import { runtime } from "@/lib/runtime";
import { identify } from "../entry";
import { PATH_HEADER } from "../front/path-header";
import { admit } from "../refusal";
import { asRequest } from "../request-context";
import { deviceCookie, encryptDevice, openDevice } from "./known-device";
import { signInPath } from "./return-to";
import { encryptSession, newClaims, openSession, sessionCookie } from "./session-token";

/** Who is signed in, read from the database once per request; null for a visitor. */
export const currentUser = cache(async (): Promise<User | null> => {
  const jar = await cookies();
  return identify(runtime(), { cookie: (name) => jar.get(name)?.value });
});

/**
 * The first line of every page: the user who may see it. Visitors go to the sign-in page and come back; users whose
 * role does not include the page get a 403. Both refusals are audited.
 */
export async function requireUser(verb: Verb): Promise<User> {
  const deps = runtime();
  const received = await headers();
  const path = received.get(PATH_HEADER) ?? "/";
  const user = await currentUser();
  const door = { verb, method: "GET", path: path.split("?")[0] ?? path };
  try {
    return await asRequest(received, deps.env, () => admit(deps, user, door));
  } catch (error) {
    if (isCode(error, "not_signed_in")) redirect(signInPath(path));
    if (isCode(error, "not_allowed")) forbidden();
    throw error;
  }
}

/**
 * Checks a person's credentials and gives the browser a session.
 *
 * @throws {CountersignError} What `signIn` throws.
 */
export async function startSession(credentials: { email: string; password: string }): Promise<void> {
  const { env, clock } = runtime();
  const user = await signInHere(credentials);
  const { name, options } = sessionCookie(env.auth);
  (await cookies()).set(name, await encryptSession(env.auth, newClaims(user, clock.nowMs())), options);
}

/**
 * Begins a session of a person whose credentials are right, and lets this browser be known from then on. The session
 * it had before ends, and with it every copy of its cookie.
 *
 * @throws {CountersignError} What `signIn` throws.
 */
export async function signInHere(credentials: { email: string; password: string }): Promise<SessionUser> {
  const { env, database, clock } = runtime();
  const jar = await cookies();
  const { name, options } = deviceCookie(env.auth);
  const known = await openDevice(env.auth, jar.get(name)?.value);
  const before = await openSession(env.auth, jar.get(sessionCookie(env.auth).name)?.value, clock.nowMs());
  const user = await signIn({ database, clock }, credentials, known);
  if (before) await endOwnSession({ database, clock }, before, "replaced");
  jar.set(name, await encryptDevice(env.auth, known, accountOf(credentials.email)), options);
  return user;
}

/** Ends this browser's session, and with it every copy of its cookie. The user's sessions elsewhere go on. */
export async function endSession(): Promise<void> {
  const { env, database, clock } = runtime();
  const jar = await cookies();
  const { name, options } = sessionCookie(env.auth);
  const claims = await openSession(env.auth, jar.get(name)?.value, clock.nowMs());
  if (claims) await endOwnSession({ database, clock }, claims, "sign_out");
  jar.set(name, "", { ...options, maxAge: 0 });
}

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isCode } from "@/lib/errors";
import {
  accountOf,
  endOwnSession,
  type PendingSignIn,
  people,
  type SessionUser,
  type SignInStep,
  secondFactors,
  signIn,
  type User,
  type Verb,
} from "@/lib/people";
import { runtime } from "@/lib/runtime";
import { identify, isProved } from "../entry";
import { ANSWER_HEADER, choosePageStatus } from "../front/page-status";
import { PATH_HEADER } from "../front/path-header";
import { confirmPath } from "../proof-needed";
import { admit } from "../refusal";
import { asRequest } from "../request-context";
import { deviceCookie, encryptDevice, openDevice } from "./known-device";
import { encryptPending, newPending, pendingCookie } from "./pending-sign-in";
import { signInPath } from "./return-to";
import { encryptSession, newClaims, openSession, sessionCookie } from "./session-token";

/** Who is signed in, read from the database once per request; null for a visitor. */
export const currentUser = cache(async (): Promise<User | null> => {
  const jar = await cookies();
  return identify(runtime(), { cookie: (name) => jar.get(name)?.value });
});

/**
 * The first line of every page: the user who may see it. Visitors go to the sign-in page and come back. Both refusals are
 * audited.
 *
 * @throws {CountersignError} `not_allowed` where their role does not include the page.
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
    throw error;
  }
}

/**
 * `requireUser` for a page whose form takes a fresh proof: it is asked for before anything is typed. The doors of actions
 * and routes hold it by themselves.
 */
export async function requireProvedUser(verb: Verb): Promise<User> {
  const user = await requireUser(verb);
  if (!(await hasFreshProof())) redirect(confirmPath((await headers()).get(PATH_HEADER) ?? "/"));
  return user;
}

/** Gives the page that is being drawn another status than 200. */
export async function answerWith(status: 403 | 404): Promise<void> {
  choosePageStatus((await headers()).get(ANSWER_HEADER) ?? "", status);
}

/** Whether this browser's person proved within the last minutes who they are. */
export async function hasFreshProof(): Promise<boolean> {
  const jar = await cookies();
  return isProved(runtime(), { cookie: (name) => jar.get(name)?.value });
}

/**
 * Judges a password or a code of the person who is signed in here, and renews the proof of this session.
 *
 * @throws {CountersignError} What `prove` throws.
 */
export async function proveHere(user: User, proof: string): Promise<void> {
  const knownDevice = (await knownAccounts()).includes(accountOf(user.email));
  await secondFactors().prove(user, { proof, knownDevice, sessionId: await sessionIdHere() });
}

/** The id of this browser's session; empty for none. */
export async function sessionIdHere(): Promise<string> {
  const { env, clock } = runtime();
  const cookie = (await cookies()).get(sessionCookie(env.auth).name)?.value;
  return (await openSession(env.auth, cookie, clock.nowMs()))?.sid ?? "";
}

/**
 * Replaces the password of the person who is signed in here; this browser's session goes on.
 *
 * @returns How many other sessions ended.
 * @throws {CountersignError} What `changeOwnPassword` throws.
 */
export async function changePasswordHere(
  { id: userId, email }: User,
  passwords: { current: string; password: string },
): Promise<number> {
  const knownDevice = (await knownAccounts()).includes(accountOf(email));
  const here = { userId, email, sessionId: await sessionIdHere() };
  return people().changeOwnPassword(here, { ...passwords, knownDevice });
}

/**
 * Checks a person's credentials and gives the browser a session, or what leads to the step before it.
 *
 * @returns The step that comes first; undefined once there is a session.
 * @throws {CountersignError} What `signIn` throws.
 */
export async function startSession(credentials: Credentials): Promise<SignInStep | undefined> {
  return enterHere(await judgeHere(credentials), credentials.email);
}

/** Gives this browser the session that a way in began, or what leads to the step before it, which it returns. */
export async function enterHere(
  entered: SessionUser | PendingSignIn,
  email: string,
): Promise<SignInStep | undefined> {
  const { env, clock } = runtime();
  if (!("step" in entered)) {
    await welcome(entered, email);
    return undefined;
  }
  const pending = newPending(entered, email, clock.nowMs());
  if (entered.step === "set_up")
    await secondFactors().beginEnrolment({ userId: entered.id, startedBy: pending.browser });
  const { name, options } = pendingCookie(env.auth);
  (await cookies()).set(name, await encryptPending(env.auth, pending), options);
  return entered.step;
}

/**
 * Begins a session of a person whose credentials are right, for next-auth, which gives its cookie itself.
 *
 * @returns undefined where another step comes first: the sign-in page leads through it.
 * @throws {CountersignError} What `signIn` throws.
 */
export async function signInHere(credentials: Credentials): Promise<SessionUser | undefined> {
  const entered = await judgeHere(credentials);
  if ("step" in entered) return undefined;
  await greet(entered, credentials.email);
  return entered;
}

interface Credentials {
  email: string;
  password: string;
}

async function judgeHere(credentials: Credentials): Promise<SessionUser | PendingSignIn> {
  const { database, clock, env } = runtime();
  return signIn({ database, clock, sso: env.sso }, credentials, await knownAccounts());
}

/** The accounts that signed in on this device before. */
export async function knownAccounts(): Promise<readonly string[]> {
  const { env } = runtime();
  return openDevice(env.auth, (await cookies()).get(deviceCookie(env.auth).name)?.value);
}

/** Gives this browser a session that has begun. */
export async function welcome(user: SessionUser, email: string): Promise<void> {
  const { env, clock } = runtime();
  await greet(user, email);
  const jar = await cookies();
  const { name, options } = sessionCookie(env.auth);
  jar.set(name, await encryptSession(env.auth, newClaims(user, clock.nowMs())), options);
}

/** The session it had before ends, and with it every copy of its cookie; the browser is known from now on. */
async function greet(user: SessionUser, email: string): Promise<void> {
  const { env, database, clock } = runtime();
  const jar = await cookies();
  const before = await openSession(env.auth, jar.get(sessionCookie(env.auth).name)?.value, clock.nowMs());
  if (before && before.sid !== user.sessionId) await endOwnSession({ database, clock }, before, "replaced");
  const { name, options } = deviceCookie(env.auth);
  jar.set(name, await encryptDevice(env.auth, await knownAccounts(), accountOf(email)), options);
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

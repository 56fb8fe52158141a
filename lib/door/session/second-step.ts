import { cookies } from "next/headers";
import { CountersignError } from "@/lib/errors";
import { accountOf, type Enrolment, type SignInStep, secondFactors } from "@/lib/people";
import { runtime } from "@/lib/runtime";
import { openPending, type PendingInBrowser, pendingCookie } from "./pending-sign-in";
import { knownAccounts, welcome } from "./session";

/** The sign-in that waits in this browser for a step; null for none. */
export async function pendingSignIn(step: SignInStep): Promise<PendingInBrowser | null> {
  const { env, clock } = runtime();
  const cookie = (await cookies()).get(pendingCookie(env.auth).name)?.value;
  const pending = await openPending(env.auth, cookie, clock.nowMs());
  return pending?.step === step ? pending : null;
}

/**
 * Gives this browser its session, by a code.
 *
 * @throws {CountersignError} `not_signed_in` when the password must be typed again, and what `finishSignIn` throws.
 */
export async function finishSecondStep(code: string): Promise<void> {
  const pending = await waiting("second_factor");
  const knownDevice = await isKnownDevice(pending.email);
  const session = await secondFactors().finishSignIn(pending, { code, knownDevice });
  await welcome(session, pending.email);
  await forgetPending();
}

/**
 * Turns on the second factor that was set up in this browser, and gives it its session.
 *
 * @returns Backup codes, shown this once.
 */
export async function finishSetUpStep(code: string): Promise<string[]> {
  const pending = await waiting("set_up");
  const knownDevice = await isKnownDevice(pending.email);
  const startedBy = pending.browser;
  const { session, backupCodes } = await secondFactors().finishSetUp(pending, {
    startedBy,
    code,
    knownDevice,
  });
  await welcome(session, pending.email);
  await forgetPending();
  return backupCodes;
}

/** What the set-up page shows in this browser. */
export function setUpOf({ id, browser, email }: PendingInBrowser): Promise<Enrolment | undefined> {
  return secondFactors().findEnrolment({ userId: id, startedBy: browser }, email);
}

/** Whether the person with an address signed in on this device before. */
async function isKnownDevice(email: string): Promise<boolean> {
  return (await knownAccounts()).includes(accountOf(email));
}

async function waiting(step: SignInStep): Promise<PendingInBrowser> {
  const pending = await pendingSignIn(step);
  if (pending) return pending;
  throw new CountersignError("not_signed_in", "This sign-in has expired.", { nextStep: "Sign in again." });
}

async function forgetPending(): Promise<void> {
  const { name, options } = pendingCookie(runtime().env.auth);
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

import { inParts } from "@/lib/text/in-parts";

// Sign in
export const SIGN_IN = "Sign in";
export const SIGNED_OUT = "You were signed out. Sign in to continue.";
export const SIGN_IN_FIRST = "You are not signed in, or your session has ended. Sign in to continue.";
export const WRONG_CREDENTIALS = "Email or password is not right.";
export const TOO_MANY_ATTEMPTS = "Too many attempts for this account. Try again in 15 minutes.";
export const SIGN_IN_FAILED = "Signing in failed on our side. Try again in a minute.";
export const CODE_ASKED_HERE = "This account has a second factor. Sign in on this page.";
export const OR_PASSWORD = "Or with your password";
export const USE_PASSWORD = "Use a password";
export const PASSWORDS_OFF = "Passwords are turned off here, but for one admin.";
export const requestReference = (requestId: string) => `Request ${requestId}`;
export const ENTER_EMAIL = "Enter your email.";
export const ENTER_PASSWORD = "Enter your password.";
export const noAccount = <T>(create: T) =>
  inParts`No account? An admin invites you; for the first one, your Countersign operator runs ${create}.`;

// The second step of a sign-in
export const SECOND_STEP = "Enter your code";
export const SECOND_STEP_WHY = "Your authenticator app shows it. A backup code works, too, once.";
export const LOST_BOTH = "Lost the app and the backup codes? An admin can remove your second factor.";
export const START_OVER = "Sign in as another person";
export const SET_UP_FIRST = "Set up a second factor";
export const SET_UP_WHY = "Everybody needs one here. It takes a minute.";
export const SET_UP_DONE = "Your second factor is on.";
export const ENTER_CODE = "Enter a code.";

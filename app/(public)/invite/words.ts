import type { Role } from "@/lib/door";
import { inParts } from "@/lib/text/in-parts";

export const INVITE = "Invite";
export const ACCEPT_TITLE = "You are invited to Countersign";
export const acceptSentence = <T>(name: T, role: T) => inParts`${name} invited you with the role ${role}.`;
export const CHOOSE_BOTH = "Choose a name and a password to begin.";
export const acceptWith = (name: string) =>
  `Or sign in with your ${name} account, if it has the email below.`;
export const acceptOnlyWith = (name: string) =>
  `Sign in with your ${name} account to accept: it must have the invited email.`;
export const ROLE_MEANS: Record<Role, string> = {
  admin: "Admins connect companies and manage people and settings.",
  support: "Support sees connections, their health and the audit log.",
  finance: "Finance sees companies and the health of their data.",
};
export const NAME_HINT = "Others see it beside what you do.";
export const PASSWORD_HINT = "At least 12 characters.";
export const ENTER_NAME = "Enter your name.";
export const ENTER_PASSWORD = "Choose a password.";
export const ACCEPT = "Accept and sign in";
export const CANT_ACCEPT = "This invite can't be used";
export const GO_TO_SIGN_IN = "Go to sign in";
export const ACCEPTED = "Your account is ready";
export const ACCEPTED_MORE = "Sign in with your email and the password you just chose.";

// Opened by a person who is signed in
export const SIGNED_IN_AS = "You are signed in already";
export const signedInSentence = <T>(email: T) =>
  inParts`You are signed in as ${email}. An invite makes a new account: sign out first. The invite stays valid.`;
export const SIGN_OUT_AND_GO_ON = "Sign out and continue";
export const STAY = "Stay signed in";

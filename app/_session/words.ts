import type { SsoRefusalReason } from "@/lib/people";

export const SIGN_OUT = "Sign out";

// The company's account
export const signInWith = (name: string) => `Sign in with ${name}`;
export const goOnWith = (name: string) => `Continue with ${name}`;

/** What the address says of a way to the identity provider that ended in nothing; undefined for anything else. */
export function ssoRefusalWords(error: unknown, name: string): string | undefined {
  const [, reason = ""] = typeof error === "string" ? (/^sso_([a-z_]{1,20})$/.exec(error) ?? []) : [];
  return Object.hasOwn(SSO_REFUSED, reason) ? SSO_REFUSED[reason as SsoRefusalReason](name) : undefined;
}

const SSO_REFUSED: Record<SsoRefusalReason, (name: string) => string> = {
  cancelled: (name) => `Cancelled at ${name}. You can try again.`,
  expired: () => "This sign-in has expired, was used already, or began in another browser. Try again.",
  unsound: (name) => `${name} sent an answer that Countersign can't trust. Try again, or tell your operator.`,
  unavailable: (name) => `${name} can't be reached. Try again in a few minutes.`,
  unverified: (name) => `${name} doesn't say that your email is verified. Ask an admin for help.`,
  unlinked: (name) =>
    `An account with your email exists here. Sign in with its password, then link ${name} in your profile.`,
  uninvited: () => "You have no account here. Ask an admin to invite you.",
  disabled: () => "Your account is disabled. Ask an admin.",
  taken: (name) => `Another person here is linked to this ${name} account.`,
  linked: (name) => `You are linked to another ${name} account. Unlink it first.`,
  other_person: (name) => `You signed in at ${name} as another person. Try again with your own account.`,
  not_fresh: (name) => `${name} did not ask who you are. Try again, or tell your operator.`,
  busy: () => "Too many sign-ins from your network. Try again in a few minutes.",
};

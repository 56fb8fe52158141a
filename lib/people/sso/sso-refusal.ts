import { CountersignError } from "@/lib/errors";

/** Why a sign-in with the company's account ends without a session. Each has its sentence on the sign-in page. */
export const SSO_REFUSALS = [
  "cancelled",
  "expired",
  "unsound",
  "unavailable",
  "unverified",
  "unlinked",
  "uninvited",
  "disabled",
  "taken",
  "linked",
  "other_person",
  "not_fresh",
  "busy",
] as const;
export type SsoRefusalReason = (typeof SSO_REFUSALS)[number];

export class SsoRefusal extends CountersignError {
  constructor(
    readonly reason: SsoRefusalReason,
    message: string,
    options?: { cause?: unknown },
  ) {
    super("not_signed_in", message, options);
  }
}

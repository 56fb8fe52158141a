import { CountersignError } from "@/lib/errors";

/** Why a sign-in with the company's account ends without a session. Each has its sentence on the sign-in page. */
export type SsoRefusalReason =
  | "cancelled"
  | "expired"
  | "unsound"
  | "unavailable"
  | "unverified"
  | "unlinked"
  | "uninvited"
  | "disabled"
  | "taken"
  | "linked"
  | "other_person"
  | "not_fresh"
  | "busy";

const MARK = Symbol.for("countersign.sso-refusal");

export class SsoRefusal extends CountersignError {
  readonly [MARK] = true;

  constructor(
    readonly reason: SsoRefusalReason,
    message: string,
    options?: { cause?: unknown },
  ) {
    super("not_signed_in", message, options);
  }
}

/** Holds across copies of this module: the framework bundles what composes a process apart from its routes. */
export function isSsoRefusal(error: unknown): error is SsoRefusal {
  return error instanceof CountersignError && MARK in error;
}

import type { Failure as DoorFailure } from "@/lib/door/failure";
import type { Notice } from "./notice";
import { FAILED, FAILURE_TITLES, NEXT_STEPS, NOTHING_CHANGED, takesConsentFrom } from "./words";

interface Failure {
  code: DoorFailure["code"];
  owner: "customer" | "provider" | "us";
  message: string;
  /** Whether the message says that nothing was changed. */
  unchanged?: boolean | undefined;
  /** What the message says to do, where it says so. */
  nextStep?: string | undefined;
  /** What was changed all the same, in whole sentences. */
  effect?: string | undefined;
  /** Who at the customer can consent, where the provider is known: "a QuickBooks admin". */
  consentedBy?: string | undefined;
}

/** A failed step of connecting, as a person needs to read it: what happened, that nothing changed, what to do. */
export function failureNotice({
  code,
  owner,
  message,
  unchanged = false,
  nextStep,
  effect = unchanged ? "" : NOTHING_CHANGED,
  consentedBy,
}: Failure): Notice {
  const who = code === "organisation_unavailable" && consentedBy ? takesConsentFrom(consentedBy) : "";
  const next = nextStep ? "" : (NEXT_STEPS[code] ?? who);
  return {
    tone: owner === "provider" ? "provider" : code === "consent_denied" ? "expiring" : "reconnect",
    title: FAILURE_TITLES[code] ?? FAILED,
    message: [message, effect, next].filter(Boolean).join(" "),
  };
}

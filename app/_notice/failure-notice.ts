import type { ErrorCode } from "@/lib/errors";
import type { Notice } from "./notice";

const TITLES: Partial<Record<ErrorCode | "unexpected", string>> = {
  consent_denied: "The consent was declined",
  consent_expired: "This consent can't be used",
  wrong_organisation: "That was another organisation",
  organisation_unavailable: "The organisation does not let us in",
  subscription_lapsed: "The subscription at the provider has lapsed",
  organisation_taken: "That organisation belongs to another company here",
  provider_unavailable: "The provider did not answer",
  provider_rate_limited: "The provider asked us to slow down",
  client_rejected: "The provider refused Countersign itself",
  misconfigured: "Countersign is not set up as it must be",
  not_allowed: "Your role does not include this",
};

/** What to do about it, where the error's own message leaves that open. */
const NEXT_STEPS: Partial<Record<ErrorCode | "unexpected", string>> = {
  consent_denied: "Start again when someone who may consent is ready.",
  consent_expired: "Start again from here.",
  provider_unavailable: "Try again in a few minutes.",
  provider_rate_limited: "Try again in a few minutes.",
  subscription_lapsed: "Start again once the subscription is renewed.",
  misconfigured: "Countersign's configuration is wrong. Ask your Countersign operator.",
  client_rejected: "Countersign's client id or secret is wrong. Ask your Countersign operator.",
};

interface Failure {
  code: ErrorCode | "unexpected";
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
  effect = unchanged ? "" : "Nothing was changed.",
  consentedBy,
}: Failure): Notice {
  const who = code === "organisation_unavailable" && consentedBy ? `It takes ${consentedBy} to consent.` : "";
  const next = nextStep ? "" : (NEXT_STEPS[code] ?? who);
  return {
    tone: owner === "provider" ? "provider" : code === "consent_denied" ? "expiring" : "reconnect",
    title: TITLES[code] ?? "That did not work",
    message: [message, effect, next].filter(Boolean).join(" "),
  };
}

import type { Failure } from "@/lib/door/failure";

type Code = Failure["code"];

// A step of connecting that failed: what happened, what to do where the message leaves that open
export const FAILURE_TITLES: Partial<Record<Code, string>> = {
  consent_denied: "The consent was declined",
  consent_expired: "This consent can't be used",
  wrong_organisation: "That was another organisation",
  organisation_unavailable: "The organisation refused access",
  subscription_lapsed: "The subscription at the provider has lapsed",
  organisation_taken: "Another company here has that organisation",
  provider_unavailable: "The provider did not answer",
  provider_rate_limited: "The provider asked us to slow down",
  client_rejected: "The provider refused Countersign itself",
  misconfigured: "Countersign is misconfigured",
  not_allowed: "Your role does not include this",
  foreign_origin: "This was sent from elsewhere",
};
export const FAILED = "That did not work";
export const NEXT_STEPS: Partial<Record<Code, string>> = {
  consent_denied: "Start again when someone who may consent is ready.",
  consent_expired: "Start again from here.",
  provider_unavailable: "Try again in a few minutes.",
  provider_rate_limited: "Try again in a few minutes.",
  subscription_lapsed: "Start again once the subscription is renewed.",
  misconfigured: "Countersign's configuration is wrong. Ask your Countersign operator.",
  client_rejected: "Countersign's client id or secret is wrong. Ask your Countersign operator.",
};
export const NOTHING_CHANGED = "Nothing was changed.";
/** @param who "a QuickBooks admin". */
export const takesConsentFrom = (who: string) => `It takes ${who} to consent.`;

// What an action came to, above the page
export const DISMISS = "Dismiss";

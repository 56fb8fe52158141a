// A consent that covers several organisations
export const FINISH_CONNECTION = "Finish the connection";
export const WHICH_ORGANISATION = "Which organisation belongs to this company?";
export const coversSeveral = (provider: string) =>
  `The consent at ${provider} covers several. Nothing is connected before you choose one.`;

// A consent that is not verified yet
export const CHECK_PENDING = "Consent saved, check pending";
export const notConfirmed = (provider: string) => `${provider} has not confirmed the organisation yet.`;
/** @param message What the provider answered. */
export const consentKept = (message: string) =>
  `${message} No new consent is needed: this one is kept for 30 minutes. Try again in a moment.`;
export const stillNotVerified = (message: string) => `Still not verified. ${message} The consent is kept.`;
export const TRY_AGAIN = "Try again";

// A consent that is gone
export const NOT_WAITING = "This consent is no longer waiting";
export const NOT_WAITING_WHY =
  "It was settled, is older than 30 minutes, or was given by another person. Nothing was changed.";
export const NOT_WAITING_ERROR = "This consent is no longer waiting.";
export const START_AGAIN = "Start again";
export const START_AGAIN_STEP = "Start again.";

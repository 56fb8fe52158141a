import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import { expiryOf } from "./verdict";

/** A cause as a person needs it: what happened in a few words, and what is usually behind it. */
export interface CauseWords {
  title: string;
  meaning: string;
}

/** Who of the provider is meant, and who at the customer can consent: "a QuickBooks admin". */
export interface CauseContext {
  providerName: string;
  consentedBy: string;
  /** What was on record then: it tells the ends apart that share a failure class. */
  message?: string | null;
}

/** What is known of an ended access; a provider that refuses a refresh token does not say why. */
function endedWords({ providerName, message = null }: CauseContext): CauseWords {
  const expiry = expiryOf(message, providerName);
  if (expiry === "rolling")
    return {
      title: "Expired: unused for too long",
      meaning: `${providerName} ends a connection that was not refreshed within its idle limit. Only a new consent restores it.`,
    };
  if (expiry === "hard")
    return {
      title: "The consent reached its final date",
      meaning: `${providerName} ends every consent on a date that no use moves. Only a new consent restores it.`,
    };
  if (message?.includes("in an answer that never arrived"))
    return {
      title: `An answer of ${providerName} was lost`,
      meaning: `${providerName} replaced the refresh token, and its answer never reached us. Only a new consent restores the connection.`,
    };
  return {
    title: `${providerName} ended the access`,
    meaning: "A person at the customer removed the app or lost access. Only a new consent restores it.",
  };
}

const words: Partial<Record<ErrorCode, (context: CauseContext) => CauseWords>> = {
  reconnect_required: endedWords,
  organisation_unavailable: ({ providerName, consentedBy }) => ({
    title: "The organisation refuses access",
    meaning: `The consent itself is alive, but ${providerName} refuses this one organisation: it was taken off the consent, or who consented is no longer ${consentedBy}.`,
  }),
  subscription_lapsed: ({ providerName }) => ({
    title: "The customer's subscription has lapsed",
    meaning: `${providerName} is closed until the customer pays again. Reconnecting won't help.`,
  }),
  provider_unavailable: ({ providerName }) => ({
    title: `${providerName} did not answer as it should`,
    meaning: "It was away, slow, or answered with a fault of its own. We keep trying and nothing is lost.",
  }),
  provider_rate_limited: ({ providerName }) => ({
    title: `${providerName} asked us to slow down`,
    meaning: "More calls were made than it allows in the time. We wait as long as it says and go on.",
  }),
  refresh_pending: ({ providerName }) => ({
    title: `An answer of ${providerName} was still under way`,
    meaning: "A refresh took longer than its caller would wait. It finishes without you.",
  }),
  client_rejected: ({ providerName }) => ({
    title: `${providerName} refused Countersign itself`,
    meaning: `Our client id or secret at ${providerName} is wrong or was withdrawn. No customer is to blame. Reconnecting won't help.`,
  }),
  unreadable_token_set: () => ({
    title: "A stored token set can't be opened",
    meaning: "The key it was sealed with is not among those configured. It opens again with that key.",
  }),
  misconfigured: () => ({
    title: "Countersign is not set up as it must be",
    meaning: "A setting of ours is missing or wrong. No customer is to blame.",
  }),
  no_connection: () => ({
    title: "Disconnected on purpose",
    meaning: "An admin of Countersign ended the connection.",
  }),
};

const OF_OWNER: Readonly<Record<ErrorOwner, (context: CauseContext) => CauseWords>> = {
  customer: () => ({
    title: "The customer must act",
    meaning: "Only the customer can fix what failed.",
  }),
  provider: ({ providerName }) => ({
    title: `${providerName} had trouble`,
    meaning: "Nothing to do: we keep trying.",
  }),
  us: () => ({ title: "A fault of ours", meaning: "Ask your Countersign operator." }),
};

/** The words of every failure class; those no connection can be in have their owner's. */
export function causeWords(cause: ErrorCode, context: CauseContext): CauseWords {
  return (words[cause] ?? OF_OWNER[errorClass(cause).owner])(context);
}

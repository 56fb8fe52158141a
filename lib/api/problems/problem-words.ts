import type { Failure } from "@/lib/door/failure";

/** What a code means to the developer of the surrounding product. */
export interface ProblemWords {
  title: string;
  /** What happened. */
  meaning: string;
  /** Who does what about it. */
  action: string;
}

const CUSTOMER = "Only the customer can fix this.";
const OURS = "The team that runs Countersign must act.";

/** The codes a program meets: only a person is asked for a proof. */
export type ProblemCode = Exclude<Failure["code"], "proof_needed">;

/** Every code a program can meet, in plain words. `/problems/{code}` shows them. */
export const PROBLEM_WORDS: Record<ProblemCode, ProblemWords> = {
  invalid_input: {
    title: "The request is invalid",
    meaning: "A field is missing, malformed or out of bounds. Nothing was changed.",
    action: "Correct the fields that “errors” names, and send the request again.",
  },
  not_signed_in: {
    title: "Not signed in",
    meaning: "The session has ended, or the metrics token is missing.",
    action: "Sign in again, or send the metrics token.",
  },
  not_allowed: {
    title: "This is not allowed",
    meaning: "The person's role does not include this.",
    action: "Ask an admin of Countersign to do it.",
  },
  foreign_origin: {
    title: "It did not come from Countersign's own pages",
    meaning: "The Origin header of what was sent is missing, or is not the address that NEXTAUTH_URL names.",
    action: "Open Countersign at that address and try again there.",
  },
  invalid_token: {
    title: "The key is not valid",
    meaning:
      "No key was sent, or one that is unknown, has expired, was revoked, or may not be used from this address. The answer is the same for each of them.",
    action:
      "Send a valid key as “Authorization: Bearer KEY”. An admin sees the state of each key on the settings page.",
  },
  insufficient_scope: {
    title: "The key does not include this",
    meaning: "The key is valid, but lacks the scope of this request.",
    action: "An admin of Countersign creates a key with that scope.",
  },
  not_found: {
    title: "There is no such thing",
    meaning: "The path, the company or the thing does not exist, or is outside this key's reach.",
    action: "Compare the path and the company's id. An admin sees what a key reaches on the settings page.",
  },
  method_not_allowed: {
    title: "This method is not taken here",
    meaning: "The path exists, but not for this method.",
    action: "Use a method that the header “Allow” names.",
  },
  unsupported_media_type: {
    title: "This kind of body is not taken",
    meaning: "The body is of another media type than this path takes.",
    action: "Send JSON as “application/json”, and an import as “application/x-ndjson”.",
  },
  idempotency_key_reused: {
    title: "The idempotency key belongs to another request",
    meaning: "This Idempotency-Key came with another request less than a day ago. Nothing was done.",
    action: "Send a new key with a new request, and the same key with a repetition only.",
  },
  too_large: {
    title: "The body is too large",
    meaning: "More was sent than is taken. Nothing was changed.",
    action: "Send less: an import may be sent in several parts.",
  },
  too_many_attempts: {
    title: "Too much at once",
    meaning: "The most work of this kind is already under way.",
    action: "Try again after the time in “Retry-After”.",
  },
  rate_limited: {
    title: "The key asks too often",
    meaning: "The key has used up its requests a minute, or its address has shown too many wrong keys.",
    action:
      "Wait for the time in “Retry-After”. Keep each token until its “refresh_after”, as the client does; or let an admin give the key a higher limit.",
  },
  misconfigured: {
    title: "Countersign is not configured for this",
    meaning: "A setting of Countersign is missing, or does not fit the stored data.",
    action: `${OURS} The sentence names the setting.`,
  },
  client_rejected: {
    title: "The provider refuses our app",
    meaning: "The provider refused the client id or secret of the app. No connection is to blame.",
    action: `${OURS} It compares the credentials with the provider's developer site.`,
  },
  unreadable_token_set: {
    title: "The stored token can't be opened",
    meaning: "The stored ciphertext was altered, or belongs elsewhere.",
    action: `${OURS} The customer may have to connect again.`,
  },
  database_unavailable: {
    title: "The database does not answer",
    meaning: "Countersign could not reach its database. Nothing was confirmed.",
    action: "Try again after a moment. A token that is still valid may be used meanwhile.",
  },
  audit_unavailable: {
    title: "The audit log can't be written",
    meaning: "What must be on record can't be recorded, so it was not done.",
    action: "Try again after a moment. If it lasts, the team that runs Countersign must act.",
  },
  rejected_too_soon: {
    title: "The token is only seconds old",
    meaning:
      "The provider is said to refuse a token that was issued within the last ten seconds. It was not refreshed.",
    action:
      "Repeat the call to the provider with the same token; report it again after “Retry-After” if need be.",
  },
  token_rejected_again: {
    title: "The provider refuses even a new token",
    meaning: "This token came from a forced refresh. Another refresh would bring no better one.",
    action:
      "Check the connection: the organisation may have ended the access, which only the customer can restore.",
  },
  no_connection: {
    title: "The company is not connected",
    meaning: "The company has no live connection to this provider: it never had one, or was disconnected.",
    action: `${CUSTOMER} They consent once.`,
  },
  reconnect_required: {
    title: "The customer must reconnect",
    meaning: "The provider ended the access: consent was withdrawn, expired, or was replaced.",
    action: `${CUSTOMER} They consent again; a retry does not help.`,
  },
  organisation_unavailable: {
    title: "The organisation refuses access",
    meaning: "The consent still works, but not for this organisation.",
    action: `${CUSTOMER} An admin of the organisation consents again.`,
  },
  subscription_lapsed: {
    title: "The customer's subscription has ended",
    meaning: "The customer's subscription at the provider has ended. A new consent does not help.",
    action: `${CUSTOMER} They renew the subscription at the provider.`,
  },
  consent_denied: {
    title: "The consent was declined",
    meaning: "The person at the provider did not agree.",
    action: "The customer consents when they are ready.",
  },
  consent_expired: {
    title: "The consent is too old",
    meaning: "The consent was used already, took too long, or began in another browser.",
    action: "Start the consent again.",
  },
  wrong_organisation: {
    title: "This is another organisation",
    meaning: "The token set or consent belongs to another organisation than the company's.",
    action: "Choose the company's own organisation; an admin can move the company on purpose.",
  },
  organisation_taken: {
    title: "Another company has this organisation",
    meaning: "The organisation is connected to another company already.",
    action: "Disconnect it there first, or use that company.",
  },
  provider_unavailable: {
    title: "The provider does not answer",
    meaning: "The provider failed or could not be reached. Nothing was changed.",
    action: "Try again after a moment. Countersign keeps trying.",
  },
  provider_rate_limited: {
    title: "The provider asks us to wait",
    meaning: "The provider takes no more requests for now. Nothing was changed.",
    action: "Try again after the time in “Retry-After”.",
  },
  refresh_pending: {
    title: "A refresh is under way",
    meaning:
      "The token is being refreshed, which takes longer than the caller would wait. The refresh continues.",
    action: "Ask again after the time in “Retry-After”, or wait longer with “Prefer: wait=N”.",
  },
  unexpected: {
    title: "Something failed on our side",
    meaning: "An unforeseen error occurred. Nothing was confirmed.",
    action: `${OURS} The instance in the answer finds the request in the log.`,
  },
};

import type { CountersignError, ErrorCode } from "@/lib/errors";
import { type ErrorDetails, tokenError } from "../errors";

/**
 * Where a provider may say an error: in the browser's return from its consent page, in its answer to a code exchange
 * or a refresh, or in an answer of QuickBooks' or Xero's API.
 */
export type ErrorPlace = "callback" | "exchange" | "refresh" | "qbo api" | "xero api";

/** What a provider's error code stands for; who must act follows from the class. */
interface ErrorMeaning {
  class: ErrorCode;
  /** A sentence without its full stop; the code follows in brackets, unless the status says as much. */
  says: string;
}

const TABLE: Readonly<Record<ErrorPlace, Readonly<Record<string, ErrorMeaning>>>> = {
  /** @see RFC 6749 §4.1.2.1; OpenID Connect Core §3.1.2.6 */
  callback: {
    access_denied: { class: "consent_denied", says: "The consent at {provider} was not given" },
    login_required: { class: "consent_denied", says: "No one signed in at {provider} to consent" },
    consent_required: { class: "consent_denied", says: "The consent at {provider} was not finished" },
    interaction_required: { class: "consent_denied", says: "The consent at {provider} was not finished" },
    account_selection_required: {
      class: "consent_denied",
      says: "The consent at {provider} was not finished",
    },
    invalid_request: { class: "misconfigured", says: "{provider} does not accept our request for a consent" },
    unsupported_response_type: {
      class: "misconfigured",
      says: "{provider} does not accept our request for a consent",
    },
    invalid_scope: {
      class: "misconfigured",
      says: "{provider} does not grant our app the scopes it asks for",
    },
    unauthorized_client: {
      class: "client_rejected",
      says: "{provider} does not let our app ask for consents",
    },
    server_error: { class: "provider_unavailable", says: "{provider} failed during the consent" },
    temporarily_unavailable: {
      class: "provider_unavailable",
      says: "{provider} could not take the consent just now",
    },
  },
  /** @see RFC 6749 §5.2 */
  exchange: {
    invalid_grant: {
      class: "consent_expired",
      says: "{provider} did not accept the authorization code: it was used before or is too old",
    },
    invalid_client: { class: "client_rejected", says: "{provider} rejected our client id or secret" },
    unauthorized_client: { class: "client_rejected", says: "{provider} does not let our app exchange codes" },
    invalid_request: { class: "misconfigured", says: "{provider} does not accept how we exchange a code" },
    unsupported_grant_type: {
      class: "misconfigured",
      says: "{provider} does not accept how we exchange a code",
    },
    invalid_scope: {
      class: "misconfigured",
      says: "{provider} does not grant our app the scopes it asks for",
    },
    server_error: { class: "provider_unavailable", says: "{provider} failed during the code exchange" },
    temporarily_unavailable: {
      class: "provider_unavailable",
      says: "{provider} could not exchange the code just now",
    },
  },
  refresh: {
    invalid_grant: { class: "reconnect_required", says: "{provider} access was revoked or replaced" },
    invalid_client: { class: "client_rejected", says: "{provider} rejected our client id or secret" },
    unauthorized_client: { class: "client_rejected", says: "{provider} rejected our client id or secret" },
    invalid_request: { class: "misconfigured", says: "{provider} does not accept how we refresh" },
    unsupported_grant_type: { class: "misconfigured", says: "{provider} does not accept how we refresh" },
    invalid_scope: {
      class: "misconfigured",
      says: "{provider} no longer grants our app the scopes of this consent",
    },
    server_error: { class: "provider_unavailable", says: "{provider} failed during the refresh" },
    temporarily_unavailable: { class: "provider_unavailable", says: "{provider} could not refresh just now" },
  },
  /**
   * Codes of a Fault. 3100 is not among them: it comes with 401, 403 and 500 alike, so there the status decides.
   *
   * @see https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
   */
  "qbo api": {
    "100": {
      class: "reconnect_required",
      says: "{provider} does not accept the access token for this company",
    },
    "120": {
      class: "organisation_unavailable",
      says: "{provider} no longer lets the person who consented into this company",
    },
    "130": {
      class: "misconfigured",
      says: "{provider} keeps this company on other servers than those we asked: sandbox companies need QUICKBOOKS_ENVIRONMENT=sandbox, all others production",
    },
    "3001": { class: "provider_rate_limited", says: "{provider} asked us to slow down ({status})" },
    "3200": { class: "reconnect_required", says: "{provider} no longer accepts the access token" },
    "5020": {
      class: "organisation_unavailable",
      says: "{provider} no longer lets the person who consented into this company",
    },
    "6190": { class: "subscription_lapsed", says: "The {provider} subscription of this company has lapsed" },
    "7001": {
      class: "subscription_lapsed",
      says: "The {provider} subscription of this company has lapsed, or the company belongs to the other environment, sandbox or production",
    },
    "10000": { class: "provider_unavailable", says: "{provider} answered {status}" },
  },
  /**
   * The first word of a problem's Detail.
   *
   * @see https://developer.xero.com/documentation/api/accounting/responsecodes
   */
  "xero api": {
    TokenExpired: { class: "reconnect_required", says: "{provider} no longer accepts the access token" },
    AuthorizationUnsuccessful: {
      class: "reconnect_required",
      says: "{provider} needs a consent with more scopes than this one has",
    },
    OrganisationOffline: {
      class: "provider_unavailable",
      says: "{provider} has taken this organisation offline for now",
    },
  },
};

/** @returns Undefined for a code that has no meaning at this place. */
function errorMeaning(place: ErrorPlace, code: string): ErrorMeaning | undefined {
  const meanings = TABLE[place];
  return Object.hasOwn(meanings, code) ? meanings[code] : undefined;
}

/** The error that a code stands for at a place; undefined for a code without a meaning there. */
export function namedError(
  place: ErrorPlace,
  code: string | undefined,
  { displayName, ...details }: ErrorDetails & { displayName: string },
): CountersignError | undefined {
  const meaning = code === undefined ? undefined : errorMeaning(place, code);
  if (!meaning) return undefined;
  const { says } = meaning;
  const sentence = says.includes("{status}") ? says : `${says} (${code})`;
  const message = sentence
    .replace("{provider}", displayName)
    .replace("{status}", String(details.providerStatus));
  return tokenError(meaning.class, `${message}.`, details);
}

import { ProblemError } from "./problem-error.js";

// One class a code, so that `instanceof` and a switch over `code` both tell failures apart.

/** A field of the request is missing, malformed or out of bounds; `errors` names it. */
export class InvalidInputError extends ProblemError {
  override readonly code = "invalid_input";
}
/** No key was shown, or one that is unknown, expired, revoked, or not good at this address. */
export class InvalidTokenError extends ProblemError {
  override readonly code = "invalid_token";
}
/** The key does not include this. */
export class InsufficientScopeError extends ProblemError {
  override readonly code = "insufficient_scope";
}
/** There is no such company, or the key does not reach it. */
export class NotFoundError extends ProblemError {
  override readonly code = "not_found";
}
export class MethodNotAllowedError extends ProblemError {
  override readonly code = "method_not_allowed";
}
export class UnsupportedMediaTypeError extends ProblemError {
  override readonly code = "unsupported_media_type";
}
/** The idempotency key came with another request before. */
export class IdempotencyKeyReusedError extends ProblemError {
  override readonly code = "idempotency_key_reused";
}
export class TooLargeError extends ProblemError {
  override readonly code = "too_large";
}
/** The most work of this kind is already under way. */
export class TooManyAttemptsError extends ProblemError {
  override readonly code = "too_many_attempts";
}
/** The key asks more often than it may. */
export class RateLimitedError extends ProblemError {
  override readonly code = "rate_limited";
}
/** Countersign lacks a setting that this needs. */
export class MisconfiguredError extends ProblemError {
  override readonly code = "misconfigured";
}
/** The provider refuses the app's client id or secret. */
export class ClientRejectedError extends ProblemError {
  override readonly code = "client_rejected";
}
/** The stored token can't be opened. */
export class UnreadableTokenSetError extends ProblemError {
  override readonly code = "unreadable_token_set";
}
export class DatabaseUnavailableError extends ProblemError {
  override readonly code = "database_unavailable";
}
/** What must be on record can't be recorded, so it was not done. */
export class AuditUnavailableError extends ProblemError {
  override readonly code = "audit_unavailable";
}
/** The refused token is only seconds old: use it again first. */
export class RejectedTooSoonError extends ProblemError {
  override readonly code = "rejected_too_soon";
}
/** The provider refuses the token that replaced a refused one. */
export class TokenRejectedAgainError extends ProblemError {
  override readonly code = "token_rejected_again";
}
/** The company has no live connection to this provider. */
export class NoConnectionError extends ProblemError {
  override readonly code = "no_connection";
}
/** The customer must consent again. */
export class ReconnectRequiredError extends ProblemError {
  override readonly code = "reconnect_required";
}
/** The organisation no longer lets the product in. */
export class OrganisationUnavailableError extends ProblemError {
  override readonly code = "organisation_unavailable";
}
/** The customer's subscription at the provider has ended. */
export class SubscriptionLapsedError extends ProblemError {
  override readonly code = "subscription_lapsed";
}
export class ConsentExpiredError extends ProblemError {
  override readonly code = "consent_expired";
}
export class WrongOrganisationError extends ProblemError {
  override readonly code = "wrong_organisation";
}
export class OrganisationTakenError extends ProblemError {
  override readonly code = "organisation_taken";
}
export class ProviderUnavailableError extends ProblemError {
  override readonly code = "provider_unavailable";
}
export class ProviderRateLimitedError extends ProblemError {
  override readonly code = "provider_rate_limited";
}
/** A refresh is under way, and took longer than the wait. */
export class RefreshPendingError extends ProblemError {
  override readonly code = "refresh_pending";
}
/** Something failed in Countersign that nobody foresaw. */
export class UnexpectedError extends ProblemError {
  override readonly code = "unexpected";
}

/** By the code that the API's answers hold. */
export const problemClasses = {
  invalid_input: InvalidInputError,
  invalid_token: InvalidTokenError,
  insufficient_scope: InsufficientScopeError,
  not_found: NotFoundError,
  method_not_allowed: MethodNotAllowedError,
  unsupported_media_type: UnsupportedMediaTypeError,
  idempotency_key_reused: IdempotencyKeyReusedError,
  too_large: TooLargeError,
  too_many_attempts: TooManyAttemptsError,
  rate_limited: RateLimitedError,
  misconfigured: MisconfiguredError,
  client_rejected: ClientRejectedError,
  unreadable_token_set: UnreadableTokenSetError,
  database_unavailable: DatabaseUnavailableError,
  audit_unavailable: AuditUnavailableError,
  rejected_too_soon: RejectedTooSoonError,
  token_rejected_again: TokenRejectedAgainError,
  no_connection: NoConnectionError,
  reconnect_required: ReconnectRequiredError,
  organisation_unavailable: OrganisationUnavailableError,
  subscription_lapsed: SubscriptionLapsedError,
  consent_expired: ConsentExpiredError,
  wrong_organisation: WrongOrganisationError,
  organisation_taken: OrganisationTakenError,
  provider_unavailable: ProviderUnavailableError,
  provider_rate_limited: ProviderRateLimitedError,
  refresh_pending: RefreshPendingError,
  unexpected: UnexpectedError,
} as const;

/** Every code that the API of this version answers with. */
export type ProblemCode = keyof typeof problemClasses;

/** A failure that the API told of: a switch over its `code` is exhaustive. */
export type Problem = InstanceType<(typeof problemClasses)[ProblemCode]>;

import { CountersignError, type ErrorCode, isCode } from "@/lib/errors";

export type ErrorDetails = NonNullable<ConstructorParameters<typeof CountersignError>[2]>;
type Details = ErrorDetails | undefined;

/** The company was never connected to this provider, or was disconnected on purpose. */
export class NoConnectionError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("no_connection", message, details);
  }
}

/** The provider ended the grant. Only a new consent by the customer helps. */
export class ReconnectRequiredError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("reconnect_required", message, details);
  }
}

/** The provider failed or could not be reached. Nothing was changed; a retry is worthwhile. */
export class ProviderUnavailableError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("provider_unavailable", message, details);
  }
}

/** The provider asked us to slow down; `retryAfterMs` says for how long. */
export class ProviderRateLimitedError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("provider_rate_limited", message, details);
  }
}

/** The provider rejected our client id or secret: configuration, and no connection's fault. */
export class ClientRejectedError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("client_rejected", message, details);
  }
}

/** Somebody else's refresh of the same grant is still under way. */
export class RefreshPendingError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("refresh_pending", message, details);
  }
}

/** The grant lives, but this organisation no longer lets us in. */
export class OrganisationUnavailableError extends CountersignError {
  constructor(message: string, details?: Details) {
    super("organisation_unavailable", message, details);
  }
}

/** The consent was for other organisations than the connection's. */
export class WrongOrganisationError extends CountersignError {
  constructor(
    message: string,
    readonly organisations: { readonly expected: string; readonly consented: readonly string[] },
    details?: Details,
  ) {
    super("wrong_organisation", message, details);
  }
}

/**
 * Whether a failure is this process's own: its link to Postgres, its keys. Another process may do well, so it says
 * nothing of a grant or a connection and is never put down as theirs.
 */
export function isOfThisProcess(error: unknown): boolean {
  if (isCode(error, "misconfigured")) return error.field === "ENCRYPTION_KEY";
  return isCode(error, "database_unavailable", "audit_unavailable");
}

const CLASSES: Partial<Record<ErrorCode, new (message: string, details?: Details) => CountersignError>> = {
  no_connection: NoConnectionError,
  reconnect_required: ReconnectRequiredError,
  provider_unavailable: ProviderUnavailableError,
  provider_rate_limited: ProviderRateLimitedError,
  client_rejected: ClientRejectedError,
  refresh_pending: RefreshPendingError,
  organisation_unavailable: OrganisationUnavailableError,
};

/** An error of a class that is known only when it is thrown: of that code's own type, where it has one. */
export function tokenError(code: ErrorCode, message: string, details?: Details): CountersignError {
  const Class = CLASSES[code];
  return Class ? new Class(message, details) : new CountersignError(code, message, details);
}

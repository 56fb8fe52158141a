export type { Clock } from "./clock.js";
export type {
  Connection,
  ConnectionDetail,
  ConnectionFilter,
  ConnectionPage,
  Connections,
} from "./connections.js";
export { Countersign, type CountersignOptions } from "./countersign.js";
export { type Failure, UnknownProblemError, UnreachableError, UnreadableAnswerError } from "./errors.js";
export { CountersignError, type Owner, type ProblemDetails, ProblemError } from "./problem-error.js";
export {
  AuditUnavailableError,
  ClientRejectedError,
  ConsentExpiredError,
  DatabaseUnavailableError,
  IdempotencyKeyReusedError,
  InsufficientScopeError,
  InvalidInputError,
  InvalidTokenError,
  MethodNotAllowedError,
  MisconfiguredError,
  NoConnectionError,
  NotFoundError,
  OrganisationTakenError,
  OrganisationUnavailableError,
  type Problem,
  type ProblemCode,
  ProviderRateLimitedError,
  ProviderUnavailableError,
  RateLimitedError,
  ReconnectRequiredError,
  RefreshPendingError,
  RejectedTooSoonError,
  SubscriptionLapsedError,
  TokenRejectedAgainError,
  TooLargeError,
  TooManyAttemptsError,
  UnexpectedError,
  UnreadableTokenSetError,
  UnsupportedMediaTypeError,
  WrongOrganisationError,
} from "./problems.js";
export { Token } from "./token.js";
export type { GetOptions, Provider, Tokens } from "./tokens.js";

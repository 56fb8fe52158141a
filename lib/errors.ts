import { shownText } from "./shown-text";

/** Who must act before the failed call can succeed. */
export type ErrorOwner = "customer" | "provider" | "us";

/** What a connection is that a failure is the trouble of. */
export type TroubleStatus = "needs_reconnecting" | "provider_trouble" | "disconnected";

/** What is known of every failure of one code. */
export interface ErrorClass {
  readonly owner: ErrorOwner;
  readonly retryable: boolean;
  readonly httpStatus: number;
  readonly status: TroubleStatus;
}

const catalogue = {
  /** The caller passed a value we don't accept; `field` names it. */
  invalid_input: { owner: "us", retryable: false, httpStatus: 400, status: "provider_trouble" },
  not_signed_in: { owner: "us", retryable: false, httpStatus: 401, status: "provider_trouble" },
  not_allowed: { owner: "us", retryable: false, httpStatus: 403, status: "provider_trouble" },
  /** A changing request that a page of ours did not send, whoever asks. */
  foreign_origin: { owner: "us", retryable: false, httpStatus: 403, status: "provider_trouble" },
  /** No key of the HTTP API was shown, or one that is unknown, expired or revoked. */
  invalid_token: { owner: "us", retryable: false, httpStatus: 401, status: "provider_trouble" },
  /** The key does not include this. */
  insufficient_scope: { owner: "us", retryable: false, httpStatus: 403, status: "provider_trouble" },
  not_found: { owner: "us", retryable: false, httpStatus: 404, status: "provider_trouble" },
  method_not_allowed: { owner: "us", retryable: false, httpStatus: 405, status: "provider_trouble" },
  unsupported_media_type: { owner: "us", retryable: false, httpStatus: 415, status: "provider_trouble" },
  /** The idempotency key came with another request before. */
  idempotency_key_reused: { owner: "us", retryable: false, httpStatus: 422, status: "provider_trouble" },
  /** More was sent than is taken. */
  too_large: { owner: "us", retryable: false, httpStatus: 413, status: "provider_trouble" },
  /** Too many attempts from one account, or too much of its work at once; `retryAfterMs` says when to come back. */
  too_many_attempts: { owner: "us", retryable: true, httpStatus: 429, status: "provider_trouble" },
  /** The key asks more often than it may; `retryAfterMs` says when it may again. */
  rate_limited: { owner: "us", retryable: true, httpStatus: 429, status: "provider_trouble" },
  /** An environment variable is missing, malformed or doesn't fit the stored data. */
  misconfigured: { owner: "us", retryable: false, httpStatus: 500, status: "provider_trouble" },
  /** The provider rejected our client id or secret. No connection is to blame. */
  client_rejected: { owner: "us", retryable: false, httpStatus: 502, status: "provider_trouble" },
  /** A stored ciphertext was altered or belongs elsewhere: no key opens it. One whose key is missing is `misconfigured`. */
  unreadable_token_set: { owner: "us", retryable: false, httpStatus: 500, status: "provider_trouble" },
  database_unavailable: { owner: "us", retryable: true, httpStatus: 503, status: "provider_trouble" },
  /** The audit log can't be written, so what it must record is not done. */
  audit_unavailable: { owner: "us", retryable: true, httpStatus: 503, status: "provider_trouble" },
  /** The provider is said to refuse a token that is seconds old: it gets a moment to learn of it first. */
  rejected_too_soon: { owner: "us", retryable: true, httpStatus: 409, status: "provider_trouble" },
  /** The provider refuses the token that a forced refresh brought: the next one would fare no better. */
  token_rejected_again: { owner: "customer", retryable: false, httpStatus: 409, status: "provider_trouble" },
  /** The company has no live connection to this provider. */
  no_connection: { owner: "customer", retryable: false, httpStatus: 409, status: "disconnected" },
  /** The provider ended the grant: the customer must consent again. */
  reconnect_required: { owner: "customer", retryable: false, httpStatus: 409, status: "needs_reconnecting" },
  /** The grant is alive but the organisation no longer lets us in. */
  organisation_unavailable: {
    owner: "customer",
    retryable: false,
    httpStatus: 409,
    status: "needs_reconnecting",
  },
  /** The grant is alive, but the customer's subscription at the provider has ended. No consent mends that. */
  subscription_lapsed: { owner: "customer", retryable: false, httpStatus: 409, status: "needs_reconnecting" },
  consent_denied: { owner: "customer", retryable: false, httpStatus: 400, status: "provider_trouble" },
  /** The authorization state is unknown, expired, replayed or from another browser. */
  consent_expired: { owner: "customer", retryable: false, httpStatus: 400, status: "provider_trouble" },
  wrong_organisation: { owner: "customer", retryable: false, httpStatus: 409, status: "provider_trouble" },
  organisation_taken: { owner: "customer", retryable: false, httpStatus: 409, status: "provider_trouble" },
  provider_unavailable: { owner: "provider", retryable: true, httpStatus: 503, status: "provider_trouble" },
  provider_rate_limited: { owner: "provider", retryable: true, httpStatus: 503, status: "provider_trouble" },
  /** Another refresh of this grant has not finished within the caller's patience. */
  refresh_pending: { owner: "provider", retryable: true, httpStatus: 503, status: "provider_trouble" },
} as const satisfies Record<string, ErrorClass>;

/** The closed set of failures. A caller may switch over it without a default. */
export type ErrorCode = keyof typeof catalogue;

export function errorClass(code: ErrorCode): ErrorClass {
  return catalogue[code];
}

/** The codes under which a connection has a status. */
export function codesMeaning(status: TroubleStatus): ErrorCode[] {
  return (Object.keys(catalogue) as ErrorCode[]).filter((code) => catalogue[code].status === status);
}

interface ErrorDetails extends ErrorOptions {
  /** The input field or environment variable at fault. */
  field?: string | undefined;
  /** Earliest useful retry, in milliseconds from now. */
  retryAfterMs?: number | undefined;
  /** The provider's own reference of the answer: intuit_tid or xero-correlation-id. */
  providerRef?: string | undefined;
  /** HTTP status of the provider's answer; unset when there was none. */
  providerStatus?: number | undefined;
  /** Since when it has been so. */
  since?: Date | undefined;
  /** Nothing was changed. The message says so after what happened. */
  unchanged?: boolean | undefined;
  /** What to do about it, in whole sentences. The message ends with them. */
  nextStep?: string | undefined;
}

/** Shared by every copy of this module in a process: the framework bundles its entry points apart. */
const MARK = Symbol.for("countersign.error");

/** Every failure this project raises on purpose. Its message is fit for people and holds no secret. */
export class CountersignError extends Error {
  /** Holds across copies of this module; subclasses compare as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: here `this` is the class that stands right of instanceof
    if (this !== CountersignError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && MARK in value;
  }

  readonly [MARK] = true;
  readonly code: ErrorCode;
  readonly owner: ErrorOwner;
  readonly retryable: boolean;
  readonly httpStatus: number;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly providerRef: string | undefined;
  readonly providerStatus: number | undefined;
  readonly since: Date | undefined;
  /** Whether the message says that nothing was changed. */
  readonly unchanged: boolean;
  /** What the message says to do; undefined where it says no more than what happened. */
  readonly nextStep: string | undefined;

  /** @param what What happened, in whole sentences. */
  constructor(code: ErrorCode, what: string, details: ErrorDetails = {}) {
    const { unchanged = false, nextStep } = details;
    const sentences = [what, unchanged && "Nothing was changed.", nextStep].filter(Boolean);
    super(shownText(sentences.join(" ")), { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.owner = catalogue[code].owner;
    this.retryable = catalogue[code].retryable;
    this.httpStatus = catalogue[code].httpStatus;
    this.field = details.field;
    this.retryAfterMs = details.retryAfterMs;
    this.providerRef = details.providerRef;
    this.providerStatus = details.providerStatus;
    this.since = details.since;
    this.unchanged = unchanged;
    this.nextStep = nextStep && shownText(nextStep);
  }
}

/** Narrows an unknown throw to one code. */
export function isCode<C extends ErrorCode>(
  error: unknown,
  ...codes: C[]
): error is CountersignError & { code: C } {
  return error instanceof CountersignError && (codes as ErrorCode[]).includes(error.code);
}

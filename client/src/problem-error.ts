/** Who must act before the call can succeed. */
export type Owner = "customer" | "provider" | "us";

/** What the API says of a failure, RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** `urn:uuid:` and the request's id. */
  readonly instance: string;
  readonly code: string;
  readonly owner: Owner;
  readonly retryable: boolean;
  readonly retry_after_seconds?: number;
  readonly provider_ref?: string;
  readonly provider_status?: number;
  readonly since?: string;
  readonly next_step?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Every failure of a call to Countersign, but for an abort. Its message is the sentence for people. */
export abstract class CountersignError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A failure that the API told of. */
export abstract class ProblemError extends CountersignError {
  readonly status: number;
  readonly title: string;
  readonly owner: Owner;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  /** Finds the request in Countersign's audit log. */
  readonly requestId: string;
  /** The provider's own reference of its answer: intuit_tid or xero-correlation-id. */
  readonly providerRef: string | undefined;
  readonly providerStatus: number | undefined;
  readonly since: string | undefined;
  readonly nextStep: string | undefined;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];

  constructor(problem: ProblemDetails) {
    super(problem.detail);
    this.status = problem.status;
    this.title = problem.title;
    this.owner = problem.owner;
    this.retryable = problem.retryable;
    this.retryAfterSeconds = problem.retry_after_seconds;
    this.requestId = problem.instance.replace(/^urn:uuid:/, "");
    this.providerRef = problem.provider_ref;
    this.providerStatus = problem.provider_status;
    this.since = problem.since;
    this.nextStep = problem.next_step;
    this.errors = problem.errors ?? [];
  }
}

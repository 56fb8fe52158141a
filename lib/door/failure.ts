import type { CountersignError, ErrorCode, ErrorOwner } from "@/lib/errors";
import { ProofNeeded } from "./proof-needed";

/** What a caller learns of a failure: a screen puts it into words, a program reads it as JSON. */
export interface Failure {
  code: ErrorCode | "unexpected" | "proof_needed";
  /** A sentence for people; it holds no secret. */
  message: string;
  /** Who must act. */
  owner: ErrorOwner;
  retryable: boolean;
  retryAfterMs?: number;
  /** The input field at fault, or the first of several. */
  field?: string;
  /** Set where the message says that nothing was changed. */
  unchanged?: true;
  /** What the message says to do, where it says so. */
  nextStep?: string;
  /** The provider's own reference of its answer: intuit_tid or xero-correlation-id. */
  providerRef?: string;
  /** HTTP status of the provider's answer. */
  providerStatus?: number;
  /** Since when it has been so, ISO 8601. */
  since?: string;
  /** Finds the attempt's rows in the audit log. */
  requestId: string;
}

export function failureOf(error: CountersignError, requestId: string): Failure {
  const { message, owner, retryable, retryAfterMs, field, unchanged, nextStep } = error;
  const { providerRef, providerStatus, since } = error;
  const code = error instanceof ProofNeeded ? "proof_needed" : error.code;
  const details = {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(field && { field }),
    ...(unchanged && { unchanged }),
    ...(nextStep && { nextStep }),
    ...(providerRef && { providerRef }),
    ...(providerStatus !== undefined && { providerStatus }),
    ...(since && { since: since.toISOString() }),
  };
  return { code, message, owner, retryable, ...details, requestId };
}

export function failureJson(failure: Failure, status: number): Response {
  return withWait(failure, Response.json(failure, { status }));
}

/** @see RFC 9110 §10.2.3 */
export function withWait({ retryAfterMs }: Failure, response: Response): Response {
  if (retryAfterMs) response.headers.set("Retry-After", String(Math.ceil(retryAfterMs / 1_000)));
  return response;
}

import type { Failure } from "@/lib/door/failure";
import { mapFailure } from "@/lib/door/map-failure";
import type { Runtime } from "@/lib/runtime";
import { PROBLEM_WORDS, type ProblemCode } from "./problem-words";

/** One field of the input that was not understood. */
export interface InputFault {
  /** A JSON pointer into the body (`#/name`), or the part and name of what is outside it (`query/limit`). */
  pointer: string;
  detail: string;
}

/** A failure on the wire. Times are ISO 8601. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ProblemCode;
  owner: Failure["owner"];
  retryable: boolean;
  retry_after_seconds?: number;
  provider_ref?: string;
  provider_status?: number;
  since?: string;
  next_step?: string;
  errors?: InputFault[];
}

/** @see RFC 9457 */
function problemOf(failure: Failure, status: number, origin: string, errors?: InputFault[]): Problem {
  const { message, owner, retryable, retryAfterMs, requestId } = failure;
  // No key is asked for a proof: that is for people at a keyboard.
  const code = failure.code === "proof_needed" ? "not_allowed" : failure.code;
  const { providerRef, providerStatus, since, nextStep } = failure;
  return {
    type: `${origin}/problems/${code}`,
    title: PROBLEM_WORDS[code].title,
    status,
    detail: message,
    instance: `urn:uuid:${requestId}`,
    code,
    owner,
    retryable,
    ...(retryAfterMs !== undefined && { retry_after_seconds: Math.ceil(retryAfterMs / 1_000) }),
    ...(providerRef !== undefined && { provider_ref: providerRef }),
    ...(providerStatus !== undefined && { provider_status: providerStatus }),
    ...(since !== undefined && { since }),
    ...(nextStep !== undefined && { next_step: nextStep }),
    ...(errors && errors.length > 0 && { errors }),
  };
}

/** A failure as the API answers it: the problem, and the headers that go with it. */
export function problemAnswer(
  error: unknown,
  requestId: string,
  { env, log }: Pick<Runtime, "env" | "log">,
  errors?: InputFault[],
): { problem: Problem; headers: Record<string, string> } {
  const { failure, status } = mapFailure(error, requestId, log);
  const problem = problemOf(failure, status, env.auth.url, errors);
  const { retry_after_seconds: wait } = problem;
  return {
    problem,
    headers: {
      "Content-Type": "application/problem+json",
      ...(wait !== undefined && { "Retry-After": String(wait) }),
      ...(problem.code === "invalid_token" && { "WWW-Authenticate": 'Bearer error="invalid_token"' }),
      ...(problem.code === "insufficient_scope" && {
        "WWW-Authenticate": 'Bearer error="insufficient_scope"',
      }),
    },
  };
}

import { CountersignError, type ProblemDetails, ProblemError } from "./problem-error.js";
import { type Problem, type ProblemCode, problemClasses } from "./problems.js";

/** A code that this version of the client does not know: Countersign is newer. */
export class UnknownProblemError extends ProblemError {
  override readonly code = "unknown_problem";
  readonly problemCode: string;

  constructor(problem: ProblemDetails) {
    super(problem);
    this.problemCode = problem.code;
  }
}

/** Countersign could not be reached, three times over. */
export class UnreachableError extends CountersignError {
  override readonly code = "unreachable";
}

/** The answer is not Countersign's: mostly one of a proxy between. */
export class UnreadableAnswerError extends CountersignError {
  override readonly code = "unreadable_answer";
  readonly status: number;

  constructor(status: number) {
    super(`The answer (status ${status}) is not one of Countersign.`);
    this.status = status;
  }
}

/** Everything that a call may throw, but for the reason of an abort: a switch over `code` is exhaustive. */
export type Failure = Problem | UnknownProblemError | UnreachableError | UnreadableAnswerError;

/** The failure that an answer stands for. @param body As parsed; undefined when it is not JSON. */
export function failureOf(status: number, body: unknown): Failure {
  if (!isProblem(body)) return new UnreadableAnswerError(status);
  if (Object.hasOwn(problemClasses, body.code)) return new problemClasses[body.code as ProblemCode](body);
  return new UnknownProblemError(body);
}

function isProblem(body: unknown): body is ProblemDetails {
  if (typeof body !== "object" || body === null) return false;
  const { code, detail, instance } = body as Partial<ProblemDetails>;
  return typeof code === "string" && typeof detail === "string" && typeof instance === "string";
}

/** Whether a failure says nothing of the token that is held: Countersign or the way to it is in trouble. */
export function isOutage(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (!(error instanceof ProblemError || error instanceof UnreadableAnswerError)) return false;
  return error.status >= 500 || error.status === 429;
}

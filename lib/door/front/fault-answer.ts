import { CountersignError } from "@/lib/errors";
import { failureOf, withWait } from "../failure";
import { requestContextOf } from "../request-context";
import { failurePage } from "../route/failure-page";

/** What is wrong with a request before anybody has looked at what it asks for. */
export interface RequestFault {
  status: 400 | 405 | 413 | 415 | 429;
  message: string;
  /** With 429. */
  retryAfterSeconds?: number;
}

interface Asker {
  method: string;
  header: (name: string) => string | null;
}

/** A refusal of what nobody can read: a page for the person who loads one, else JSON. Nothing is written down of it. */
export function faultAnswer(
  { status, message, retryAfterSeconds }: RequestFault,
  { method, header }: Asker,
  trustedProxyHops: number,
): Response {
  const { requestId } = requestContextOf({ get: header }, trustedProxyHops);
  const isPageLoad = !header("next-action") && method !== "HEAD" && header("accept")?.includes("text/html");
  const isReadable = status === 429;
  const title = isReadable ? "Too much at once" : "That request can't be read";
  const code = isReadable ? "too_many_attempts" : "invalid_input";
  const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1_000;
  const failure = failureOf(new CountersignError(code, message, { retryAfterMs }), requestId);
  const answer = isPageLoad
    ? failurePage({ status, title, message, requestId, theme: undefined })
    : Response.json(failure, { status });
  return withWait(failure, answer);
}

import { CountersignError, type ErrorCode } from "@/lib/errors";
import { failureOf, withWait } from "../failure";
import { requestContextOf } from "../request-context";
import { failurePage } from "../route/failure-page";

/** What is wrong with a request before anybody has looked at what it asks for. */
export interface RequestFault {
  status: 400 | 403 | 405 | 413 | 415 | 429;
  message: string;
  /** With 429. */
  retryAfterSeconds?: number;
}

const UNREADABLE = { title: "That request can't be read", code: "invalid_input" } as const;
const KINDS: Partial<Record<RequestFault["status"], { title: string; code: ErrorCode }>> = {
  403: { title: "This was sent from elsewhere", code: "foreign_origin" },
  429: { title: "Too much at once", code: "too_many_attempts" },
};

interface Asker {
  method: string;
  header: (name: string) => string | null;
}

/** A refusal ahead of the doors: a page for the person who loads one, else JSON. Nothing is written down of it. */
export function faultAnswer(
  { status, message, retryAfterSeconds }: RequestFault,
  { method, header }: Asker,
  trustedProxyHops: number,
): Response {
  const { requestId } = requestContextOf({ get: header }, trustedProxyHops);
  const isPageLoad = !header("next-action") && method !== "HEAD" && header("accept")?.includes("text/html");
  const { title, code } = KINDS[status] ?? UNREADABLE;
  const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1_000;
  const failure = failureOf(new CountersignError(code, message, { retryAfterMs }), requestId);
  const answer = isPageLoad
    ? failurePage({ status, title, message, requestId, theme: undefined })
    : Response.json(failure, { status });
  return withWait(failure, answer);
}

import { requestContextOf } from "../request-context";
import { failurePage } from "../route/failure-page";

/** What is wrong with a request before anybody has looked at what it asks for. */
export interface RequestFault {
  status: 400 | 405 | 413 | 415;
  message: string;
}

interface Asker {
  method: string;
  header: (name: string) => string | null;
}

/** A refusal of what nobody can read: a page for the person who loads one, else JSON. Nothing is written down of it. */
export function faultAnswer(
  { status, message }: RequestFault,
  { method, header }: Asker,
  trustedProxyHops: number,
): Response {
  const { requestId } = requestContextOf({ get: header }, trustedProxyHops);
  const isPageLoad = !header("next-action") && method !== "HEAD" && header("accept")?.includes("text/html");
  return isPageLoad
    ? failurePage({ status, title: "That request can't be read", message, requestId, theme: undefined })
    : Response.json({ code: "invalid_input", message, requestId }, { status });
}

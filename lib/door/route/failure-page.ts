import { escapeHtml } from "@/lib/text/escape-html";
import { plainPage } from "./plain-page";

interface FailurePage {
  status: number;
  title: string;
  message: string;
  requestId: string;
  /** What this person chose in the menu, if anything. */
  theme: string | undefined;
}

/** A refused or failed page load of a route handler, for the person who looks at it. */
export function failurePage({ status, title, message, requestId, theme }: FailurePage): Response {
  const body = `<p>${escapeHtml(message)}</p>
<p>Reference <code>${escapeHtml(requestId)}</code></p>
<a href="/">Go to the overview</a>`;
  const { html, headers } = plainPage({ title, body, theme });
  return new Response(html, { status, headers });
}

import type { Env } from "@/lib/env";
import { PLAIN_STYLE } from "../route/plain-page";

/**
 * The policy of one page load. Scripts run by nonce alone.
 *
 * `form-action` names the providers, because browsers apply it to the redirects a form's submission ends in, and the
 * providers send people on to sign-in hosts of their own. `style-src-attr` allows the style attributes a server
 * renders, widths of bars for instance; style elements need the nonce, or are that of plain pages.
 *
 * @see https://www.w3.org/TR/CSP3/#directive-form-action
 */
export function contentSecurityPolicy(
  { simulatorUrl, development }: Pick<Env, "simulatorUrl" | "development">,
  nonce: string,
  consentHosts: readonly string[],
): string {
  // React rebuilds server stacks with eval and Next injects style elements, both in development only.
  const directives = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`, PLAIN_STYLE])],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(development ? ["ws:"] : [])],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'", ...(simulatorUrl ? [simulatorUrl] : consentHosts)],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

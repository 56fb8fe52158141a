import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import {
  actionFault,
  contentSecurityPolicy,
  faultAnswer,
  PATH_HEADER,
  sessionCookie,
  signInPath,
} from "@/lib/door/front";
import { runtime } from "@/lib/runtime";
import { consentHosts } from "@/lib/token";

/** Pages for people without an account. */
const PUBLIC =
  /^\/(sign-in|forgot-password|reset-password|invite|connect|reconnect|disconnected|product-logo|problems)(\/|$)/;

/**
 * Spares visitors a page that would only refuse them, refuses what is posted and is no form, and sets the content
 * security policy; Strict-Transport-Security and what else every answer has, lib/door/front/answer-headers.ts adds. Never
 * the authority on who may see what: that is `requireUser` in every page and the doors of actions and routes.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { env } = runtime();
  const path = `${request.nextUrl.pathname}${request.nextUrl.search}`;
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (
    isRead &&
    !PUBLIC.test(request.nextUrl.pathname) &&
    !request.cookies.has(sessionCookie(env.auth).name)
  ) {
    return NextResponse.redirect(new URL(signInPath(path), env.auth.url), 303);
  }
  const fault = isRead ? undefined : await actionFault(request);
  if (fault) {
    const { method } = request;
    const header = (name: string) => request.headers.get(name);
    return faultAnswer(fault, { method, header }, env.trustedProxyHops);
  }
  const policy = contentSecurityPolicy(env, randomBytes(16).toString("base64"), consentHosts);
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, path);
  // Next reads the nonce for its own scripts out of the request's copy of the policy.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|icon\\.svg|favicon\\.ico).*)"] };

import { unstable_rethrow } from "next/navigation";
import type { NextRequest } from "next/server";
import { withRequestContext } from "@/lib/audit/context";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError, type ErrorCode } from "@/lib/errors";
import { runtime } from "@/lib/runtime";
import { failurePage } from "./failure-page";
import { allowOrRefuse, refuseForeignOrigin } from "./refusal";
import { requestContextOf } from "./request-context";
import { signInPath } from "./return-to";
import type { Verb } from "./roles";
import { openSession, sessionCookie, type User, userOf } from "./session-token";

interface RouteCall<Params> {
  user: User;
  requestId: string;
  request: NextRequest;
  params: Params;
}

/**
 * The door of route handlers, as `action` is of server actions: origin → session → role → audit context → answer.
 * Failures become JSON `{ code, message, requestId }`, or a page that says the same to the person whose browser loads
 * it; a visitor's page load goes to the sign-in page and back.
 */
export function route<Params = Record<string, never>>(
  verb: Verb,
  answer: (call: RouteCall<Params>) => Promise<Response>,
): (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response> {
  return (request, context) => {
    const deps = runtime();
    const { env, database, clock } = deps;
    const caller = requestContextOf(request.headers, env.trustedProxyHops);
    const { pathname: path, search } = request.nextUrl;
    const door = { verb, method: request.method, path };
    return withRequestContext(caller, async () => {
      try {
        if (!["GET", "HEAD"].includes(request.method)) {
          await refuseForeignOrigin(deps, request.headers.get("origin"), env.auth.url, door);
        }
        const cookie = request.cookies.get(sessionCookie(env.auth).name)?.value;
        const claims = await openSession(env.auth, cookie, clock.nowMs());
        const user = await allowOrRefuse(deps, await userOf(database, claims), door);
        return await answer({ user, requestId: caller.requestId, request, params: await context.params });
      } catch (error) {
        unstable_rethrow(error);
        return failure(error, { request, requestId: caller.requestId, returnTo: `${path}${search}` });
      }
    });
  };
}

const TITLES: Partial<Record<ErrorCode, string>> = {
  not_allowed: "This takes another role",
  database_unavailable: "That did not work just now",
  audit_unavailable: "That did not work just now",
};

function failure(
  error: unknown,
  { request, requestId, returnTo }: { request: NextRequest; requestId: string; returnTo: string },
): Response {
  const { env } = runtime();
  const isPageLoad = request.method === "GET" && request.headers.get("accept")?.includes("text/html");
  const theme = request.cookies.get("theme")?.value;
  const known = error instanceof CountersignError ? error : asDatabaseFailure(error);
  if (known) {
    const { code, message, httpStatus: status } = known;
    if (!isPageLoad) return failureJson(known, requestId);
    if (code === "not_signed_in") return Response.redirect(new URL(signInPath(returnTo), env.auth.url), 303);
    return failurePage({ status, title: TITLES[code] ?? "That did not work", message, requestId, theme });
  }
  if (!isPageLoad) return failureJson(error, requestId);
  logUnforeseen(error, requestId);
  const message =
    "Try again from the page you came from. If it stays, give the reference below to whoever runs Countersign.";
  return failurePage({ status: 500, title: "Something failed on our side", message, requestId, theme });
}

/** A failure as programs read it. */
export function failureJson(error: unknown, requestId: string): Response {
  const known = error instanceof CountersignError ? error : asDatabaseFailure(error);
  if (known) {
    const { code, message, httpStatus: status } = known;
    return Response.json({ code, message, requestId }, { status });
  }
  logUnforeseen(error, requestId);
  const message = `Something failed on our side. Mention ${requestId} when you report it.`;
  return Response.json({ code: "unexpected", message, requestId }, { status: 500 });
}

function logUnforeseen(error: unknown, requestId: string): void {
  const reason = error instanceof Error ? error.message : "unknown";
  runtime().log.error({ requestId, error: reason }, "A route failed");
}

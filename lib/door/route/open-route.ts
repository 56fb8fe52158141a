import { unstable_rethrow } from "next/navigation";
import { NextRequest } from "next/server";
import { type RequestContext, withRequestContext } from "@/lib/audit/record/context";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError, type ErrorCode } from "@/lib/errors";
import { runtime } from "@/lib/runtime";
import { type BodyLimit, readForm } from "../front/read-form";
import { requestContextOf } from "../request-context";
import { ownCookie } from "../session/own-cookie";
import { signInPath } from "../session/return-to";
import { failurePage } from "./failure-page";

/** What a route handler declares of itself. */
export interface RouteKind {
  /** A GET that changes or begins something: HEAD goes without that, and so does whoever only fetches ahead. */
  effects?: boolean;
  /** The body that is taken. Without it no body is read. */
  body?: BodyLimit;
}

type Handler<Context> = (request: NextRequest, context: Context) => Promise<Response>;

/**
 * The outermost door of every route handler: foresight → body → audit context → answer. Failures become JSON
 * `{ code, message, requestId }`, or a page that says the same to the person whose browser loads it; a visitor's page
 * load goes to the sign-in page and back.
 */
export function openRoute<Context>(
  { effects = false, body }: RouteKind,
  answer: (request: NextRequest, context: Context, caller: RequestContext) => Promise<Response>,
): Handler<Context> {
  return (request, context) => {
    const caller = requestContextOf(request.headers, runtime().env.trustedProxyHops);
    return withRequestContext(caller, async () => {
      try {
        if (effects && request.method === "HEAD") return new Response(null, { status: 204 });
        if (effects && isAhead(request.headers)) throw new CountersignError("invalid_input", AHEAD);
        const received = body && request.method === "POST" ? await withForm(request, body) : request;
        return await answer(received, context, caller);
      } catch (error) {
        unstable_rethrow(error);
        return failure(error, request, caller.requestId);
      }
    });
  };
}

const AHEAD = "This is done when a person asks for it, and not ahead of them.";

/** Browsers, the framework's links and mail scanners say by these that nobody has asked yet. */
function isAhead(headers: Headers): boolean {
  const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"].map((name) => headers.get(name) ?? "");
  return /prefetch|prerender|preview/i.test(purposes.join()) || headers.has("next-router-prefetch");
}

async function withForm(request: NextRequest, limit: BodyLimit): Promise<NextRequest> {
  const body = await readForm(request, limit);
  return new NextRequest(request.nextUrl, { method: request.method, headers: request.headers, body });
}

const TITLES: Partial<Record<ErrorCode, string>> = {
  not_allowed: "This takes another role",
  too_many_attempts: "Too much at once",
  database_unavailable: "That did not work just now",
  audit_unavailable: "That did not work just now",
};

function failure(error: unknown, request: NextRequest, requestId: string): Response {
  const { env } = runtime();
  const { pathname, search } = request.nextUrl;
  const isPageLoad = request.method === "GET" && request.headers.get("accept")?.includes("text/html");
  if (!isPageLoad) return failureJson(error, requestId);
  const theme = request.cookies.get(ownCookie("theme").name)?.value;
  const known = error instanceof CountersignError ? error : asDatabaseFailure(error);
  if (known) {
    const { code, message, httpStatus: status } = known;
    if (code === "not_signed_in") {
      return Response.redirect(new URL(signInPath(`${pathname}${search}`), env.auth.url), 303);
    }
    const title = TITLES[code] ?? "That did not work";
    return withWait(known, failurePage({ status, title, message, requestId, theme }));
  }
  logUnforeseen(error, requestId);
  const message =
    "Try again from the page you came from. If it stays, give the reference below to whoever runs Countersign.";
  return failurePage({ status: 500, title: "Something failed on our side", message, requestId, theme });
}

/** A failure as programs read it. */
function failureJson(error: unknown, requestId: string): Response {
  const known = error instanceof CountersignError ? error : asDatabaseFailure(error);
  if (known) {
    const { code, message, httpStatus: status } = known;
    return withWait(known, Response.json({ code, message, requestId }, { status }));
  }
  logUnforeseen(error, requestId);
  const message = `Something failed on our side. Mention ${requestId} when you report it.`;
  return Response.json({ code: "unexpected", message, requestId }, { status: 500 });
}

function withWait({ retryAfterMs }: CountersignError, response: Response): Response {
  if (retryAfterMs) response.headers.set("Retry-After", String(Math.ceil(retryAfterMs / 1_000)));
  return response;
}

function logUnforeseen(error: unknown, requestId: string): void {
  const reason = error instanceof Error ? error.message : "unknown";
  runtime().log.error({ requestId, error: reason }, "A route failed");
}

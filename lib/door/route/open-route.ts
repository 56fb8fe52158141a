import { unstable_rethrow } from "next/navigation";
import { NextRequest } from "next/server";
import { CountersignError } from "@/lib/errors";
import type { RequestContext } from "@/lib/request-context";
import { runtime } from "@/lib/runtime";
import { type Failure, failureJson, withWait } from "../failure";
import { type BodyLimit, readForm } from "../front/read-form";
import { mapFailure } from "../map-failure";
import { confirmPath } from "../proof-needed";
import { asRequest } from "../request-context";
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
 * (a `Failure`), or a page that says the same to the person whose browser loads it; a visitor's page load goes to the
 * sign-in page and back.
 */
export function openRoute<Context>(
  { effects = false, body }: RouteKind,
  answer: (request: NextRequest, context: Context, caller: RequestContext) => Promise<Response>,
): Handler<Context> {
  return (request, context) =>
    asRequest(request.headers, runtime().env, async (caller) => {
      try {
        if (effects && request.method === "HEAD") return new Response(null, { status: 204 });
        if (effects && isAhead(request.headers)) throw new CountersignError("invalid_input", AHEAD);
        const received = body && request.method === "POST" ? await withForm(request, body) : request;
        return await answer(received, context, caller);
      } catch (error) {
        unstable_rethrow(error);
        return failureAnswer(error, request, caller.requestId);
      }
    });
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

const TITLES: Partial<Record<Failure["code"], string>> = {
  not_allowed: "This takes another role",
  too_many_attempts: "Too much at once",
  database_unavailable: "That did not work just now",
  audit_unavailable: "That did not work just now",
  unexpected: "Something failed on our side",
};

const UNFORESEEN =
  "Try again from the page you came from. If it stays, give the reference below to your Countersign operator.";

function failureAnswer(error: unknown, request: NextRequest, requestId: string): Response {
  const { env, log } = runtime();
  const { pathname, search } = request.nextUrl;
  const { failure, status } = mapFailure(error, requestId, log);
  const isPageLoad = request.method === "GET" && request.headers.get("accept")?.includes("text/html");
  if (!isPageLoad) return failureJson(failure, status);
  const { code } = failure;
  if (code === "not_signed_in") {
    return Response.redirect(new URL(signInPath(`${pathname}${search}`), env.auth.url), 303);
  }
  if (code === "proof_needed") {
    return Response.redirect(new URL(confirmPath(`${pathname}${search}`), env.auth.url), 303);
  }
  const theme = request.cookies.get(ownCookie("theme").name)?.value;
  const title = TITLES[code] ?? "That did not work";
  const message = code === "unexpected" ? UNFORESEEN : failure.message;
  return withWait(failure, failurePage({ status, title, message, requestId, theme }));
}

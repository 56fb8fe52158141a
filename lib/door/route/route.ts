import type { NextRequest } from "next/server";
import { withRequestContext } from "@/lib/audit/record/context";
import type { Verb } from "@/lib/people/roles";
import { type User, userOf } from "@/lib/people/session-user";
import { runtime } from "@/lib/runtime";
import { allowOrRefuse, refuseForeignOrigin } from "../refusal";
import { openSession, sessionCookie } from "../session/session-token";
import { openRoute, type RouteKind } from "./open-route";

export interface RouteCall<Params> {
  user: User;
  requestId: string;
  request: NextRequest;
  params: Params;
  /** Judges again whether this caller may; long work asks at each step. Throws as the door does. */
  stillAllowed: () => Promise<void>;
}

/**
 * The door of route handlers for people, as `action` is of server actions: origin → session → role → answer, behind
 * `openRoute`.
 */
export function route<Params = Record<string, never>>(
  verb: Verb,
  answer: (call: RouteCall<Params>) => Promise<Response>,
  kind: RouteKind = {},
): (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response> {
  return openRoute<{ params: Promise<Params> }>(kind, async (request, context, caller) => {
    const deps = runtime();
    const { env, database, clock } = deps;
    const door = { verb, method: request.method, path: request.nextUrl.pathname };
    if (!["GET", "HEAD"].includes(request.method)) {
      await refuseForeignOrigin(deps, request.headers.get("origin"), env.auth.url, door);
    }
    const cookie = request.cookies.get(sessionCookie(env.auth).name)?.value;
    const judge = async () => {
      const claims = await openSession(env.auth, cookie, clock.nowMs());
      return allowOrRefuse(deps, await userOf(database, claims), door);
    };
    const user = await judge();
    const stillAllowed = async () => void (await withRequestContext(caller, judge));
    return answer({ user, requestId: caller.requestId, request, params: await context.params, stillAllowed });
  });
}

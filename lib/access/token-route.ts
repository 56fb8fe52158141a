import type { NextRequest } from "next/server";
import { withRequestContext } from "@/lib/audit/context";
import type { Env } from "@/lib/env";
import { runtime } from "@/lib/runtime";
import { refuseWithoutToken } from "./refusal";
import { requestContextOf } from "./request-context";
import { failureJson } from "./route";

/**
 * The door of routes for programs: bearer token → audit context → answer. Failures become JSON, as `route`'s do.
 * Without a token in the configuration the route answers as if it were not there.
 */
export function tokenRoute(
  tokenOf: (env: Env) => string | undefined,
  answer: () => Promise<Response>,
): (request: NextRequest) => Promise<Response> {
  return async (request) => {
    const deps = runtime();
    const { env } = deps;
    const token = tokenOf(env);
    if (token === undefined) return new Response("Not found", { status: 404 });
    const caller = requestContextOf(request.headers, env.trustedProxyHops);
    const { pathname: path } = request.nextUrl;
    return withRequestContext(caller, async () => {
      try {
        const authorization = request.headers.get("authorization");
        await refuseWithoutToken(deps, authorization, token, { method: request.method, path });
        return await answer();
      } catch (error) {
        const refused = failureJson(error, caller.requestId);
        if (refused.status === 401) refused.headers.set("WWW-Authenticate", "Bearer");
        return refused;
      }
    });
  };
}

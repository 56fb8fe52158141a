import type { NextRequest } from "next/server";
import type { Env } from "@/lib/env";
import { runtime } from "@/lib/runtime";
import { refuseWithoutToken } from "../refusal";
import { openRoute } from "./open-route";

/**
 * The door of routes for programs: bearer token → answer, behind `openRoute`. Without a token in the configuration the
 * route answers as if it were not there.
 */
export function tokenRoute(
  tokenOf: (env: Env) => string | undefined,
  answer: () => Promise<Response>,
): (request: NextRequest) => Promise<Response> {
  const handler = openRoute<undefined>({}, async (request) => {
    const deps = runtime();
    const token = tokenOf(deps.env);
    if (token === undefined) return new Response("Not found", { status: 404 });
    const authorization = request.headers.get("authorization");
    const door = { method: request.method, path: request.nextUrl.pathname };
    await refuseWithoutToken(deps, authorization, token, door);
    return answer();
  });
  return async (request) => {
    const response = await handler(request, undefined);
    if (response.status === 401) response.headers.set("WWW-Authenticate", "Bearer");
    return response;
  };
}

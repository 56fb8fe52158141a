import type { NextRequest } from "next/server";
import { openRoute, type RouteKind } from "./open-route";

/** The door of routes for those who have not signed in: no session and no role, everything else. */
export function publicRoute<Context = unknown>(
  kind: RouteKind,
  answer: (request: NextRequest, context: Context) => Promise<Response>,
): (request: NextRequest, context: Context) => Promise<Response> {
  return openRoute<Context>(kind, answer);
}

import type { NextRequest } from "next/server";
import type { User, Verb } from "@/lib/people";
import { withRequestContext } from "@/lib/request-context";
import { runtime } from "@/lib/runtime";
import { enter, identify } from "../entry";
import { admit } from "../refusal";
import { openRoute, type RouteKind } from "./open-route";

export interface RouteCall<Params> {
  user: User;
  requestId: string;
  request: NextRequest;
  params: Params;
  /** Judges again whether this caller may; long work asks at each step. Throws as the door does. */
  stillAllowed: () => Promise<void>;
}

interface PersonRoute<Params> extends RouteKind {
  /** Answers a caller whose address itself says that no account is needed; undefined for all others. */
  withoutAccount?: (request: NextRequest, params: Params) => Promise<Response | undefined>;
}

/**
 * The door of route handlers for people, as `action` is of server actions: origin → session → role → answer, behind
 * `openRoute`.
 */
export function route<Params = Record<string, never>>(
  verb: Verb,
  answer: (call: RouteCall<Params>) => Promise<Response>,
  { withoutAccount, ...kind }: PersonRoute<Params> = {},
): (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response> {
  return openRoute<{ params: Promise<Params> }>(kind, async (request, context, caller) => {
    const open = await withoutAccount?.(request, await context.params);
    if (open) return open;
    const deps = runtime();
    const knock = {
      headers: request.headers,
      cookie: (name: string) => request.cookies.get(name)?.value,
      method: request.method,
      path: request.nextUrl.pathname,
    };
    const stillAllowed = () =>
      withRequestContext(caller, async () => {
        await admit(deps, await identify(deps, knock), { ...knock, verb });
      });
    return enter(deps, knock, verb, async (user) =>
      answer({ user, requestId: caller.requestId, request, params: await context.params, stillAllowed }),
    );
  });
}

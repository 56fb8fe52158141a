import type { NextRequest } from "next/server";
import { isProviderName, tokenService } from "@/lib/token";
import { browserKey } from "./browser-key";
import { linkLostPath, linkOutcomePath } from "./link-outcome";
import { visitLostPath, visitOutcomePath } from "./visit-outcome";

/**
 * Where a consent goes on that a link or a visitor began, whoever is signed in. In another browser, or without its
 * cookie, it changes nothing and leads to the public page of its kind.
 *
 * @returns Undefined for every other callback: a person must prove that it is theirs.
 */
export async function publicCallback(
  request: NextRequest,
  { provider }: { provider: string },
): Promise<Response | undefined> {
  if (!isProviderName(provider)) return undefined;
  const params = request.nextUrl.searchParams;
  const callback = { connectionType: provider, params, browserKey: await browserKey() };
  const consenter = await tokenService.publicConsenter(callback);
  if (!consenter) return undefined;
  if (isAhead(request)) return new Response(null, { status: 204 });
  const { actor, returnTo, isHere } = consenter;
  if (!isHere) return seeOther(await (actor.kind === "link" ? linkLostPath() : visitLostPath(returnTo)));
  const outcome = await tokenService.completeConsent({ ...callback, actor });
  const path =
    actor.kind === "link"
      ? await linkOutcomePath(actor.id, provider, outcome)
      : await visitOutcomePath(outcome, returnTo);
  return seeOther(path);
}

/** After signing in, Next asks for the next page from a script first: that must not spend what counts once. */
export function isAhead(request: NextRequest): boolean {
  return (request.headers.get("sec-fetch-mode") ?? "navigate") !== "navigate";
}

export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
}

import type { NextRequest } from "next/server";
import { isProviderName, tokenService } from "@/lib/token";
import { browserKey } from "./browser-key";
import { linkOutcomePath } from "./link-outcome";
import { visitOutcomePath } from "./visit-outcome";

/**
 * Where a consent goes on that a link began in this browser, whoever is signed in.
 *
 * @returns Undefined for every other callback: a person must prove that it is theirs.
 */
export async function publicCallback(
  request: NextRequest,
  { provider }: { provider: string },
): Promise<Response | undefined> {
  if (!isProviderName(provider)) return undefined;
  const callback = { params: request.nextUrl.searchParams, browserKey: await browserKey() };
  const actor = await tokenService.publicConsenter(callback);
  if (!actor) return undefined;
  if (isAhead(request)) return new Response(null, { status: 204 });
  const outcome = await tokenService.completeConsent({ ...callback, connectionType: provider, actor });
  const path =
    actor.kind === "link"
      ? await linkOutcomePath(actor.id, provider, outcome)
      : await visitOutcomePath(outcome);
  return seeOther(path);
}

/** After signing in, Next asks for the next page from a script first: that must not spend what counts once. */
export function isAhead(request: NextRequest): boolean {
  return (request.headers.get("sec-fetch-mode") ?? "navigate") !== "navigate";
}

export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
}

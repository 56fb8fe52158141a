import { browserKey } from "@/app/_consent/browser-key";
import { outcomePath } from "@/app/_consent/outcome-path";
import { type RouteCall, route } from "@/lib/door";
import { isProviderName, tokenService } from "@/lib/token";

export const dynamic = "force-dynamic";

/** Where a provider sends the browser back to. Its address is registered with the provider, letter by letter. */
export const GET = route<{ provider: string }>("connections.connect", complete, { effects: true });

async function complete({ user, request, params }: RouteCall<{ provider: string }>): Promise<Response> {
  const connectionType = params.provider;
  if (!isProviderName(connectionType)) return new Response("Not found", { status: 404 });
  // After signing in, Next asks for the next page from a script first: that must not spend what counts once.
  const mode = request.headers.get("sec-fetch-mode") ?? "navigate";
  if (mode !== "navigate") return new Response(null, { status: 204 });
  const outcome = await tokenService.completeConsent({
    connectionType,
    params: request.nextUrl.searchParams,
    actor: user,
    browserKey: await browserKey(),
  });
  const headers = { Location: await outcomePath(connectionType, outcome), "Cache-Control": "no-store" };
  return new Response(null, { status: 303, headers });
}

import { browserKey } from "@/app/_consent/browser-key";
import { outcomePath } from "@/app/_consent/outcome-path";
import { isAhead, publicCallback, seeOther } from "@/app/_consent/public-callback";
import { type RouteCall, route } from "@/lib/door";
import { isProviderName, tokenService } from "@/lib/token";

export const dynamic = "force-dynamic";

type Params = { provider: string };

/** Where a provider sends the browser back to. Its address is registered with the provider, letter by letter. */
export const GET = route<Params>("connections.connect", complete, {
  effects: true,
  withoutAccount: publicCallback,
});

async function complete({ user, request, params }: RouteCall<Params>): Promise<Response> {
  const connectionType = params.provider;
  if (!isProviderName(connectionType)) return new Response("Not found", { status: 404 });
  if (isAhead(request)) return new Response(null, { status: 204 });
  const outcome = await tokenService.completeConsent({
    connectionType,
    params: request.nextUrl.searchParams,
    actor: user,
    browserKey: await browserKey(),
  });
  return seeOther(await outcomePath(connectionType, outcome));
}

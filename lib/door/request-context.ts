import type { Env } from "@/lib/env";
import { foreignText } from "@/lib/foreign-text";
import { newRequestId, type RequestContext, withRequestContext } from "@/lib/request-context";
import { PEER_HEADER } from "./front/peer-address";

interface HeaderReader {
  get(name: string): string | null;
}

/**
 * Who is calling, as the audit log keeps it.
 *
 * X-Forwarded-For can be written by anyone, so only as many entries count, from its right end, as there are proxies
 * known to append one. Without such proxies the address is that of the connection itself.
 */
export function requestContextOf(
  headers: HeaderReader,
  trustedProxyHops: number,
  requestId: string = newRequestId(),
): RequestContext {
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  const behindProxy = trustedProxyHops > 0 ? forwarded.at(-trustedProxyHops)?.trim() : undefined;
  return {
    requestId,
    ipAddress: foreignText(behindProxy || headers.get(PEER_HEADER) || "unknown", 100),
    userAgent: foreignText(headers.get("user-agent") ?? "", 400),
  };
}

/** Runs work under the context of the request that asked for it. */
export function asRequest<T>(
  headers: HeaderReader,
  { trustedProxyHops }: Pick<Env, "trustedProxyHops">,
  work: (context: RequestContext) => T,
): T {
  const context = requestContextOf(headers, trustedProxyHops);
  return withRequestContext(context, () => work(context));
}
